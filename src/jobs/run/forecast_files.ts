import { GatecastError } from '../../base/error.ts'
import { Inputs } from '../../files/input/inputs.ts'
import type { Claim } from '../claim/claim.ts'
import { claimRun } from '../claim/claim_run.ts'
import type { Job, JobDraft } from '../job/job.ts'
import { isStored } from '../model/forecaster_of.ts'
import { modelPath } from '../model/registry.ts'
import { removeParts } from '../output/remove_parts.ts'
import type { ForecastSummary } from '../output/summary.ts'
import { finishForecast } from '../parts/finish_forecast.ts'
import { makeParts } from '../parts/make_parts.ts'
import { type ForecastOptions, type ForecastPlan, outputOf, planForecast } from '../parts/plan_forecast.ts'
import { settle } from '../source/settle.ts'

/**
 * Forecasts all series of a source with a model that is already trained, into one file or a folder of parts.
 *
 * Parts that an earlier run made from the same rows, with the same model and the same settings, are not made again. The
 * bytes of the output do not depend on the order of rows, the number of workers, shards, or interruptions.
 *
 * @param job - a job with the file of a model, or an entry of a registry
 * @param given - signal, events, force, and the share of this machine
 * @returns the counts, also written to `summary.json`; `undefined` if parts of other shards are missing
 * @throws {GatecastError} `ERR_JOB` without an output or a trained model, or if the output is an input or holds files that no
 * run has made; `ERR_BUSY` if another run writes to the output; `ERR_FILE`, `ERR_DATA` naming file or value
 * or written; the error of a series if the job is strict; `ABORT_ERR`
 * @example
 * const columns = { series: 'store', time: 'date', target: 'sales' }
 * const job = jobSchema.parse({ source: 'sales.csv', columns, horizon: 28, model: 'sales.safetensors', out: 'forecasts' })
 * const summary = await forecastFiles(job, { onEvent: console.log })
 */
export async function forecastFiles(job: Job, given: ForecastOptions = {}): Promise<ForecastSummary | undefined> {
  const start = performance.now()
  const out = outputOf(job)
  await using claim = await claimRun({ ...job, out, report: undefined }, given.shard)
  await using inputs = new Inputs(given.signal)
  const options = { ...given, inputs }
  return await makeForecast(await planFor(job, options), claim, start, options)
}

/** Closes the tables before the parts are made, because the child processes need the memory. */
async function planFor(job: JobDraft, options: ForecastOptions): Promise<ForecastPlan> {
  if (!isStored(job.model))
    throw new GatecastError(
      'ERR_JOB',
      'Expected a trained model, the path of a file or an entry of a registry, got a model to train. Call runJob(job), ' +
        'which trains it',
    )
  const path = await modelPath(job.model)
  await using settled = await settle(job, { ...options, hasColumns: true })
  return await planForecast(settled, path, options)
}

/**
 * Makes the parts of a plan, and joins them if all are there.
 *
 * @param claim - the claim on the output
 * @param start - when the run began, as `performance.now()` gave it
 */
export async function makeForecast(
  plan: ForecastPlan,
  claim: Claim,
  start: number,
  options: ForecastOptions,
): Promise<ForecastSummary | undefined> {
  if (plan.finished) {
    // A run that was killed after it had joined its parts has left them. Another shard may be at work on its own.
    if (!options.shard) await removeParts(plan.paths)
    await claim.finish()
    return plan.finished
  }
  const kept = plan.done.size
  await makeParts(plan, options)
  const seconds = () => (performance.now() - start) / 1000
  return finishForecast(plan, claim, kept, seconds, options.onEvent ?? (() => {}))
}
