import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { publish, temporaryFor } from '../../base/atomic_file.ts'
import { defined } from '../../base/defined.ts'
import { makeFolder } from '../../base/folders.ts'
import { hashFile } from '../../base/hash_file.ts'
import { version } from '../../base/version.ts'
import type { Forecaster } from '../../forecast/index.ts'
import type { Claim } from '../claim/claim.ts'
import type { RunOptions } from '../events.ts'
import type { SettledJob } from '../job/job.ts'
import { readState, statePaths, writeState } from '../output/job_state.ts'
import { writeBacktests } from '../output/stored_backtest.ts'
import { checkPlan } from '../source/check_plan.ts'
import { backtestIfPossible } from './backtest_model.ts'
import { fitModel } from './fit_model.ts'
import { isStored, type StoredModel } from './forecaster_of.ts'
import { registerModel } from './register_model.ts'
import { modelPath } from './registry.ts'
import { resolveModel } from './resolve_model.ts'

interface Place {
  readonly out: string
  readonly claim: Claim
}

/**
 * Finds the file of a job's model, or chooses and trains the model. The model of an earlier run is used again if it was
 * made from the same rows with the same settings.
 *
 * @param place - the output of the job, and the claim on it; the model and its backtest are kept beside it
 * @returns the path of the model
 * @throws {GatecastError} `ERR_JOB` if known covariates have no values ahead; the errors of reading and training
 */
export async function ensureModel(
  settled: SettledJob,
  place: Place,
  run: RunOptions & { force?: boolean },
): Promise<string> {
  await checkPlan(settled, run)
  await makeFolder(statePaths(place.out).folder)
  const { job } = settled
  if (isStored(job.model)) return useStored(settled, job.model, place, run)
  return (run.force ? undefined : await earlierModel(settled, place, run)) ?? (await trainModel(settled, place, run))
}

async function useStored(
  settled: SettledJob,
  model: StoredModel,
  { out, claim }: Place,
  run: RunOptions,
): Promise<string> {
  const { job } = settled
  const path = await modelPath(model)
  const tested =
    job.report === undefined ? undefined : await backtestIfPossible(settled, await resolveModel(settled, run), run)
  if (tested) await writeBacktests(statePaths(out).backtest, tested, claim)
  const state = { job, key: null, model: { path, sha256: '' }, hasBacktest: tested !== undefined }
  await writeState(out, state, claim)
  return path
}

/** The model of an earlier run, if it has the same key and its file has not changed. */
async function earlierModel(settled: SettledJob, { out, claim }: Place, run: RunOptions): Promise<string | undefined> {
  const { job } = settled
  const { model: path } = statePaths(out)
  const before = await readState(out)
  if (before?.key !== keyOf(settled) || (await hashFile(path)) !== before.model.sha256) return undefined
  if (job.report !== undefined && !before.hasBacktest) return undefined
  run.onEvent?.({ type: 'note', text: `model: "${path}", trained on the same data before` })
  await writeState(out, { ...before, job }, claim)
  return path
}

async function trainModel(settled: SettledJob, { out, claim }: Place, run: RunOptions): Promise<string> {
  const { job, fingerprint } = settled
  const { save } = job.train
  const paths = statePaths(out)
  const resolved = await resolveModel(settled, run)
  const { forecaster } = await fitModel(settled, resolved, run)
  const sha256 = await saveModel(forecaster, paths.model, claim)
  if (save && 'path' in save) await forecaster.save(save.path)
  const toRegister = save && 'registry' in save ? save : undefined
  const tested = job.report !== undefined || toRegister ? await backtestIfPossible(settled, resolved, run) : undefined
  if (tested) await writeBacktests(paths.backtest, tested, claim)
  if (toRegister) {
    const metrics = tested?.backtest.overall ?? {}
    await registerModel(toRegister.registry, toRegister.name, forecaster, { metrics, data: fingerprint })
  }
  const model = { path: paths.model, sha256 }
  const { tried } = resolved
  await writeState(
    out,
    { job, key: keyOf(settled), model, hasBacktest: tested !== undefined, ...defined({ tried }) },
    claim,
  )
  return paths.model
}

/** Saves a model that the claim has before the file gets its name. Returns its hash. */
async function saveModel(forecaster: Forecaster, path: string, claim: Claim): Promise<string> {
  const draft = temporaryFor(path)
  try {
    await forecaster.save(draft)
    const sha256 = (await hashFile(draft)) ?? ''
    await claim.add(path, sha256)
    await publish(draft, path)
    return sha256
  } finally {
    await rm(draft, { force: true })
  }
}

/** Equal keys mean equal models. */
function keyOf({ job, fingerprint }: SettledJob): string {
  const {
    source,
    out,
    report,
    workers,
    queue,
    format,
    partitionSeries,
    csvFormulas,
    digits,
    strict,
    precision,
    tune,
    ...settings
  } = job
  return createHash('sha256')
    .update(JSON.stringify([version, settings, fingerprint]))
    .digest('hex')
}
