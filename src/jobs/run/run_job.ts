import { defined } from '../../base/defined.ts'
import { Inputs } from '../../files/input/inputs.ts'
import { standardOutput } from '../../files/write/output_place.ts'
import type { Claim } from '../claim/claim.ts'
import { claimRun } from '../claim/claim_run.ts'
import type { JobDraft } from '../job/job.ts'
import { ensureModel } from '../model/ensure_model.ts'
import { isStored } from '../model/forecaster_of.ts'
import { modelPath } from '../model/registry.ts'
import type { RunReport } from '../output/run_report.ts'
import { chartOfOutput } from '../page/chart_of_output.ts'
import { writeReport } from '../page/report_files.ts'
import { type ForecastOptions, type ForecastPlan, outputOf, planForecast } from '../parts/plan_forecast.ts'
import { forecastByQueue } from '../queue/forecast_by_queue.ts'
import { settle } from '../source/settle.ts'
import { makeForecast } from './forecast_files.ts'
import { toStandardOutput } from './standard_output.ts'

/**
 * Runs a whole job: chooses and trains the model if there is none, forecasts, and writes the report. Results that an
 * earlier run has made from the same data with the same settings are used again.
 *
 * @param draft - a job; what it leaves open is found in its source
 * @param run - signal, events, force, and the share of this machine
 * @throws {GatecastError} `ERR_JOB`, also if the output is an input or holds files that no run has made; `ERR_BUSY` if another
 * run writes to the output; `ERR_DATA`, `ERR_FILE`, `ABORT_ERR`
 * @example
 * const { summary } = await runJob(await readJob('sales.yaml'), { onEvent: console.log })
 * console.log(`${summary?.series} series, ${summary?.failed} of them by a fallback`)
 */
export async function runJob(draft: JobDraft, run: ForecastOptions = {}): Promise<RunReport> {
  const out = outputOf(draft)
  if (out === standardOutput) return toStandardOutput(draft, (job) => runInPlace(job, run))
  if (draft.queue !== undefined) return forecastByQueue(draft, run)
  return runInPlace({ ...draft, out }, run)
}

async function runInPlace(draft: JobDraft & { out: string }, given: ForecastOptions): Promise<RunReport> {
  const { out } = draft
  await using claim = await claimRun(draft, given.shard)
  await using inputs = new Inputs(given.signal)
  const run = { ...given, inputs }
  const { plan, start } = await planFor(draft, { out, claim }, run)
  const summary = await makeForecast(plan, claim, start, run)
  const report = summary ? draft.report : undefined
  if (report !== undefined) await writeReport(out, report, run)
  const chart = summary && given.chart ? await chartOfOutput(out, run) : undefined
  return { out, model: plan.model.path, summary, ...defined({ report, chart }) }
}

/** Closes the tables before the parts are made, because the child processes need the memory. */
async function planFor(
  draft: JobDraft,
  place: { out: string; claim: Claim },
  run: ForecastOptions,
): Promise<{ plan: ForecastPlan; start: number }> {
  // A registry that lacks the model is reported before the survey of all rows.
  if (isStored(draft.model)) await modelPath(draft.model)
  await using settled = await settle(draft, run)
  const path = await ensureModel(settled, place, run)
  // Training does not count: the summary gives the series per second of the forecast.
  const start = performance.now()
  return { plan: await planForecast(settled, path, run), start }
}
