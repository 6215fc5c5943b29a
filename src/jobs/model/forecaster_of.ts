// Makes or loads the forecaster that the `model` of a job names.

import { GatecastError } from '../../base/error.ts'
import { type Forecaster, loadForecaster } from '../../forecast/index.ts'
import type { JobModel } from '../job/job.ts'
import { type ModelOfKind, makeForecaster } from './model_kinds.ts'
import { modelPath } from './registry.ts'

/** A model that was trained before: a file, or a version in a registry. */
export type StoredModel = Extract<JobModel, { path: string } | { registry: string }>

export const isStored = (model: JobModel): model is StoredModel =>
  typeof model === 'object' && !('kind' in model) && ('path' in model || 'registry' in model)

/**
 * A forecaster of a kind with the options of the job, not fitted yet.
 *
 * @throws {GatecastError} `ERR_JOB` naming the option
 */
export function forecasterOf(model: ModelOfKind, job: { horizon: number; seed: number }): Forecaster {
  try {
    return makeForecaster(model, job)
  } catch (cause) {
    if (!(cause instanceof GatecastError)) throw cause
    throw new GatecastError('ERR_JOB', `model of kind ${model.kind}: ${cause.message}`, { cause })
  }
}

/** Reads the forecaster of a file or a registry. */
export async function loadModel(model: StoredModel): Promise<Forecaster> {
  return loadForecaster(await modelPath(model))
}
