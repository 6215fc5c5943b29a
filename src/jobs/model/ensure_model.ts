import { createHash } from 'node:crypto'
import { hashFile } from '../../base/hash_file.ts'
import { makeFolder } from '../../base/make_folder.ts'
import { version } from '../../base/version.ts'
import type { RunOptions } from '../events.ts'
import type { SettledJob } from '../job/job.ts'
import { readState, statePaths, writeState } from '../output/job_state.ts'
import { writeBacktest } from '../output/stored_backtest.ts'
import { checkPlan } from '../source/check_plan.ts'
import { backtestIfPossible } from './backtest_model.ts'
import { fitModel } from './fit_model.ts'
import { isStored, type StoredModel } from './forecaster_of.ts'
import { registerModel } from './register_model.ts'
import { modelPath } from './registry.ts'
import { resolveModel } from './resolve_model.ts'

/**
 * Finds the file of a job's model, or chooses and trains the model. The model of an earlier run is used again if it was
 * made from the same rows with the same settings.
 *
 * @param out - the output of the job; the model and its backtest are kept beside it
 * @returns the path of the model
 * @throws {GatecastError} `ERR_JOB` if known covariates have no values ahead; the errors of reading and training
 */
export async function ensureModel(
  settled: SettledJob,
  out: string,
  run: RunOptions & { force?: boolean },
): Promise<string> {
  await checkPlan(settled, run)
  await makeFolder(statePaths(out).folder)
  const { job } = settled
  if (isStored(job.model)) return useStored(settled, job.model, out, run)
  return (run.force ? undefined : await earlierModel(settled, out, run)) ?? (await trainModel(settled, out, run))
}

async function useStored(settled: SettledJob, model: StoredModel, out: string, run: RunOptions): Promise<string> {
  const { job } = settled
  const path = await modelPath(model)
  const backtest =
    job.report === undefined ? undefined : await backtestIfPossible(settled, await resolveModel(settled, run), run)
  if (backtest) await writeBacktest(statePaths(out).backtest, backtest)
  await writeState(out, { job, key: null, model: { path, sha256: '' }, hasBacktest: backtest !== undefined })
  return path
}

/** The model of an earlier run, if it has the same key and its file has not changed. */
async function earlierModel(settled: SettledJob, out: string, run: RunOptions): Promise<string | undefined> {
  const { job } = settled
  const { model: path } = statePaths(out)
  const before = await readState(out)
  if (before?.key !== keyOf(settled) || (await hashFile(path)) !== before.model.sha256) return undefined
  if (job.report !== undefined && !before.hasBacktest) return undefined
  run.onEvent?.({ type: 'note', text: `model: "${path}", trained on the same data before` })
  await writeState(out, { ...before, job })
  return path
}

async function trainModel(settled: SettledJob, out: string, run: RunOptions): Promise<string> {
  const { job, fingerprint } = settled
  const { save } = job.train
  const paths = statePaths(out)
  const resolved = await resolveModel(settled, run)
  const { forecaster } = await fitModel(settled, resolved, run)
  await forecaster.save(paths.model)
  if (save && 'path' in save) await forecaster.save(save.path)
  const toRegister = save && 'registry' in save ? save : undefined
  const backtest = job.report !== undefined || toRegister ? await backtestIfPossible(settled, resolved, run) : undefined
  if (backtest) await writeBacktest(paths.backtest, backtest)
  if (toRegister) {
    const metrics = backtest?.overall ?? {}
    await registerModel(toRegister.registry, toRegister.name, forecaster, { metrics, data: fingerprint })
  }
  const sha256 = (await hashFile(paths.model)) ?? ''
  const model = { path: paths.model, sha256 }
  await writeState(out, { job, key: keyOf(settled), model, hasBacktest: backtest !== undefined })
  return paths.model
}

/** Equal keys mean equal models. */
function keyOf({ job, fingerprint }: SettledJob): string {
  const { source, out, report, workers, queue, format, partitionSeries, strict, precision, tune, ...settings } = job
  return createHash('sha256')
    .update(JSON.stringify([version, settings, fingerprint]))
    .digest('hex')
}
