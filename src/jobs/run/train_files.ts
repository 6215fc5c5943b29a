import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import { claimFiles } from '../claim/claim_table.ts'
import { modelFile } from '../claim/own_files.ts'
import type { RunOptions } from '../events.ts'
import { checkDraft } from '../job/check_draft.ts'
import type { JobDraft } from '../job/job.ts'
import { backtestIfPossible } from '../model/backtest_model.ts'
import { fitModel } from '../model/fit_model.ts'
import { checkRegistry, registerModel } from '../model/register_model.ts'
import { resolveModel } from '../model/resolve_model.ts'
import { noteUnused } from '../source/covariate_roles.ts'
import { settle } from '../source/settle.ts'

/** A training, and the place of the trained model. */
export interface TrainReport {
  /** The kind of forecaster, for example `gru`. */
  kind: string
  /** Number of series in the source. */
  series: number
  /** Number of rows of these series. */
  rows: number
  /** Seconds that the training took. */
  seconds: number
  /** Loss of a network in its last epoch. */
  loss?: number
  /** The file of the model, if it was saved to a file. */
  path?: string
  /** The version of the model, if it was saved in a registry. */
  registry?: { folder: string; name: string; version: number }
  /** Overall scores of the backtest of the model, if it was saved in a registry and the series are long enough. */
  metrics?: Record<string, number>
}

/**
 * Trains the model of a job on its source, and saves it to a file or as the next version in a registry. A model for a
 * registry is also tested in a backtest, so that versions can be compared.
 *
 * @param draft - a job with a model to train, and `train.save`
 * @param run - signal and events
 * @throws {GatecastError} `ERR_JOB` for a job without a model to train or without `train.save`, `ERR_DATA`, `ERR_FILE`
 * @example
 * const job = jobOf({ source: 'sales.csv', horizon: 28, model: { kind: 'gru' }, train: { save: 'sales.safetensors' } })
 * const { kind, seconds } = await trainFiles(job)
 */
export async function trainFiles(draft: JobDraft, run: RunOptions = {}): Promise<TrainReport> {
  checkDraft(draft)
  const { save } = draft.train
  if (!save)
    throw new GatecastError(
      'ERR_JOB',
      'Expected a place for the trained model, got none. Use --out, or --registry and --name, or write train.save in ' +
        'the job file',
    )
  // The files of a registry are never replaced: a version gets a number that no file has.
  const own = 'path' in save ? [modelFile(save.path, '--out')] : []
  if ('registry' in save) await checkRegistry(save.registry, save.name)
  await using _claim = await claimFiles({ ...draft, model: 'auto' }, undefined, own)
  await using settled = await settle(draft, run)
  const resolved = await resolveModel(settled, run)
  if (resolved.isFitted)
    throw new GatecastError(
      'ERR_JOB',
      'Expected a model to train, for example --model gru or auto, got the file or the registry entry of a trained model',
    )
  noteUnused(resolved.forecaster, settled.job, run)
  const { forecaster, training } = await fitModel(settled, resolved, run)
  if ('path' in save) {
    await forecaster.save(save.path)
    return { ...training, path: save.path }
  }
  const metrics = (await backtestIfPossible(settled, resolved, run))?.backtest.overall
  const data = settled.fingerprint
  const { version } = await registerModel(save.registry, save.name, forecaster, { metrics: metrics ?? {}, data })
  return { ...training, registry: { folder: save.registry, name: save.name, version }, ...defined({ metrics }) }
}
