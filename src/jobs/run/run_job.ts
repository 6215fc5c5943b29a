import { createHash } from 'node:crypto'
import { GatecastError } from '../../base/error.ts'
import { makeFolder } from '../../base/make_folder.ts'
import { version } from '../../base/version.ts'
import type { Job, JobDraft } from '../job/job.ts'
import { isStored } from '../model/forecaster_of.ts'
import { modelPath, registerModel } from '../model/registry.ts'
import { resolveModel } from '../model/resolve_model.ts'
import { readState, statePaths, writeState } from '../output/job_state.ts'
import { hashOf } from '../output/manifest.ts'
import { reportFiles } from '../output/report_files.ts'
import { writeBacktest } from '../output/stored_backtest.ts'
import type { ForecastSummary } from '../output/summary.ts'
import { forecastByQueue } from '../queue/forecast_by_queue.ts'
import { fingerprintOf, type Opened, type Prepared, surveyed, withSource } from '../source/settle.ts'
import { type ForecastOptions, forecastFiles } from './forecast_files.ts'
import { backtestOn, fitOn } from './train_files.ts'

/** What a job has made. */
export interface RunReport {
  /** The folder of parts, or the file. */
  out: string
  /** The file of the model that made the forecasts. */
  model: string
  /** `undefined` if other shards have parts left to make. */
  summary: ForecastSummary | undefined
  /** The HTML page, if the job asks for one. */
  report?: string
}

/**
 * Does all of a job: chooses and trains the model if it is not there, forecasts, reports. What an earlier run has done
 * from the same data with the same settings stays.
 *
 * @param draft - a job, of which what is left out is found out
 * @param run - who is told, what stops it, and which share of the parts is made
 * @throws {GatecastError} `ERR_JOB`, `ERR_DATA`, `ERR_FILE`, `ABORT_ERR`
 * @example
 * const { summary } = await runJob(await readJob('sales.yaml'), { onEvent: console.log })
 * console.log(`${summary?.series} series, ${summary?.failed} of them by a fallback`)
 */
export async function runJob(draft: JobDraft, run: ForecastOptions = {}): Promise<RunReport> {
  if (draft.queue !== undefined) return forecastByQueue(draft, run)
  const { out, model, ...job } = await settleJob(draft, run)
  const summary = await forecastFiles({ ...job, out, model }, run)
  const { report } = draft
  if (report !== undefined && summary) await reportFiles(out, { path: report, ...run })
  return { out, model: model.path, summary, ...(report !== undefined && summary && { report }) }
}

/** A job with nothing left open, and a model that is there. */
export type SettledJob = Job & { out: string; model: { path: string } }

/** Chooses and trains the model of a job if it is not there. */
export async function settleJob(draft: JobDraft, run: ForecastOptions = {}): Promise<SettledJob> {
  const { out } = draft
  if (out === undefined)
    throw new GatecastError(
      'ERR_JOB',
      'Expected out, a folder or a file for the forecasts, got none. Say --out forecast.csv, or out: in the job file',
    )
  const { job, model } = await withSource(draft, run, (opened) => prepareRun(opened, out, run))
  return { ...job, out, model: { path: model } }
}

async function prepareRun(opened: Opened, out: string, run: ForecastOptions): Promise<{ job: Job; model: string }> {
  const { job } = opened
  const paths = statePaths(out)
  await makeFolder(paths.folder)
  if (isStored(job.model)) {
    const path = await modelPath(job.model)
    const prepared = job.report === undefined ? undefined : await surveyed(opened, run)
    if (prepared) await keepBacktest(prepared, out, run)
    const complete = prepared?.job ?? job
    await writeState(out, {
      job: complete,
      key: null,
      model: { path, sha256: '' },
      hasBacktest: prepared !== undefined,
    })
    return { job: complete, model: path }
  }
  const prepared = await surveyed(opened, run)
  const key = keyOf(prepared)
  const before = run.force ? undefined : await readState(out)
  const isThere = before?.key === key && (await hashOf(paths.model)) === before.model.sha256
  if (isThere && (before.hasBacktest || job.report === undefined)) {
    run.onEvent?.({ type: 'note', text: `model: "${paths.model}", trained on the same data before` })
    await writeState(out, { ...before, job: prepared.job })
    return { job: prepared.job, model: paths.model }
  }
  const resolved = await resolveModel(prepared, run)
  const { forecaster } = await fitOn(prepared, resolved, run)
  await forecaster.save(paths.model)
  const { save } = job.train
  if (save && 'path' in save) await forecaster.save(save.path)
  const needsBacktest = job.report !== undefined || (save && 'registry' in save)
  const backtest = needsBacktest ? await backtestOn(prepared, resolved, run) : undefined
  if (backtest) await writeBacktest(paths.backtest, backtest)
  if (save && 'registry' in save) {
    const data = fingerprintOf(prepared)
    await registerModel(save.registry, save.name, forecaster, { metrics: backtest?.overall ?? {}, data })
  }
  const sha256 = (await hashOf(paths.model)) ?? ''
  const hasBacktest = backtest !== undefined
  await writeState(out, { job: prepared.job, key, model: { path: paths.model, sha256 }, hasBacktest })
  return { job: prepared.job, model: paths.model }
}

async function keepBacktest(prepared: Prepared, out: string, run: ForecastOptions): Promise<void> {
  const resolved = await resolveModel(prepared, run)
  await writeBacktest(statePaths(out).backtest, await backtestOn(prepared, resolved, run))
}

/** Equal keys mean equal models. */
function keyOf(prepared: Prepared): string {
  const { source, out, report, workers, queue, format, partitionSeries, strict, precision, tune, ...settings } =
    prepared.job
  return createHash('sha256')
    .update(JSON.stringify([version, settings, fingerprintOf(prepared)]))
    .digest('hex')
}
