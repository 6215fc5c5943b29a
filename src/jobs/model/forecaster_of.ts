// From the `model` of a job to a forecaster.

import { GatecastError } from '../../base/error.ts'
import {
  ar,
  deepAr,
  drift,
  ets,
  type Forecaster,
  gru,
  loadForecaster,
  lstm,
  mean,
  mqRnn,
  naive,
  naive2,
  rnn,
  seasonalNaive,
  theta,
} from '../../forecast/index.ts'
import { gaussian, negativeBinomial, type Output, point, quantiles, studentT } from '../../models/index.ts'
import type { JobModel } from '../job/job.ts'
import type { modelKinds } from './model_kinds.ts'
import { modelPath } from './registry.ts'

type Kind = (typeof modelKinds)[number]

// Options come from a file, and each function checks its own.
const makers = { gru, lstm, rnn, deepAr, mqRnn, ets, theta, ar, seasonalNaive, naive, naive2, drift, mean } as Record<
  Kind,
  (options: never) => Forecaster
>

/** What trains on all series; the others estimate when they forecast. */
const networks = new Set<string>(['gru', 'lstm', 'rnn', 'deepAr', 'mqRnn'] satisfies Kind[])

export const isNetwork = (kind: string): boolean => networks.has(kind)

/** A model that is there: a file, or a version in a registry. */
export type StoredModel = Extract<JobModel, { path: string } | { registry: string }>
/** A kind with its options. */
export type ModelOfKind = Extract<JobModel, { kind: Kind }>

export const isStored = (model: JobModel): model is StoredModel =>
  typeof model === 'object' && !('kind' in model) && ('path' in model || 'registry' in model)

/**
 * A forecaster of a kind with the options of the job, not fitted yet.
 *
 * @throws {GatecastError} `ERR_JOB` naming the option
 */
export function forecasterOf({ kind, ...options }: ModelOfKind, job: { horizon: number; seed: number }): Forecaster {
  const { output } = options
  const all = {
    horizon: job.horizon,
    ...(isNetwork(kind) && { seed: job.seed }),
    ...options,
    ...(output !== undefined && { output: outputOf(output) }),
  }
  try {
    return makers[kind](all as never)
  } catch (cause) {
    if (!(cause instanceof GatecastError)) throw cause
    throw new GatecastError('ERR_JOB', `model of kind ${kind}: ${cause.message}`, { cause })
  }
}

/** `output: negativeBinomial`, or with its options: `output: { kind: quantiles, levels: [0.1, 0.9] }`. */
function outputOf(given: unknown): Output {
  const { kind, levels, loss } = (typeof given === 'string' ? { kind: given } : given) as Record<string, never>
  switch (kind as string) {
    case 'gaussian':
      return gaussian()
    case 'studentT':
      return studentT()
    case 'negativeBinomial':
      return negativeBinomial()
    case 'quantiles':
      return quantiles(levels)
    case 'point':
      return point(loss)
    default:
      throw new GatecastError(
        'ERR_JOB',
        `model.output: expected one of studentT, gaussian, negativeBinomial, quantiles, point, got ${JSON.stringify(given)}`,
      )
  }
}

/** Reads the forecaster of a file or a registry. */
export async function loadModel(model: StoredModel): Promise<Forecaster> {
  return loadForecaster(await modelPath(model))
}
