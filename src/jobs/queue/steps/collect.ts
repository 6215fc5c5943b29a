import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { SandboxedJob } from 'bullmq'
import { GatecastError } from '../../../base/error.ts'
import type { RunOptions } from '../../events.ts'
import { openModel } from '../../model/model_file.ts'
import { outputPaths } from '../../output/paths.ts'
import { reportFiles } from '../../output/report_files.ts'
import { type ForecastSummary, readSummary } from '../../output/summary.ts'
import { finishForecast } from '../../run/forecast_files.ts'
import type { RunReport } from '../../run/run_job.ts'
import { finalFailure, fromFailure, isOfMachine } from '../store/failure.ts'
import { isPlan, readPlan } from '../store/plan_file.ts'
import type { CollectData } from '../store/run_data.ts'

/** Joins the parts, and writes errors, summary and report. */
export async function collect(job: SandboxedJob<CollectData>, run: Required<RunOptions>): Promise<RunReport> {
  const { data } = job
  await checkParts(job)
  const { out, model, report } = data
  const summary = await finish(data, run)
  if (report !== undefined) await reportFiles(out, { path: report, ...run })
  const { folder } = outputPaths(out, data.format)
  for (const name of await readdir(folder).catch(() => []))
    if (isPlan(name)) await rm(join(folder, name), { force: true })
  return { out, model, summary, ...(report !== undefined && { report }) }
}

/** @throws what was wrong with a part: with the job, if that is at fault, else with a machine */
async function checkParts(job: SandboxedJob<CollectData>): Promise<void> {
  const reasons = Object.values(await job.getIgnoredChildrenFailures())
    .map(String)
    .sort()
  if (reasons.length === 0) return
  const errors = reasons.map(fromFailure)
  const ofJob = errors.find((error) => !isOfMachine(error))
  if (ofJob) throw ofJob
  const { code, message } = errors[0]
  const count = reasons.length === 1 ? 'one that failed' : `${reasons.length} that failed, such as this`
  throw finalFailure(
    new GatecastError(
      code,
      `Expected all parts to be made, got ${count}: ${message}. When that is mended: gatecast retry ${job.data.run}`,
    ),
  )
}

async function finish(data: CollectData, run: Required<RunOptions>): Promise<ForecastSummary> {
  const paths = outputPaths(data.out, data.format)
  const plan = await readPlan(data)
  const before = plan?.finished ?? (await readSummary(paths))
  // A worker was lost after it had finished, perhaps while it removed the parts that are joined.
  if (before?.key === data.key) return before
  if (!plan)
    throw new GatecastError(
      'ERR_FILE',
      `Expected the plan of the run ${data.run} in "${data.out}", got none. Submit the job again`,
    )
  const { job, parts, kept } = plan
  const model = await openModel(plan.model.path)
  const prepared = { job, model, parts, done: new Map(), inputs: new Map() }
  const seconds = () => (Date.now() - data.submitted) / 1000
  const summary = await finishForecast(prepared, kept, seconds, run.onEvent)
  if (!summary)
    throw new GatecastError(
      'ERR_DATA',
      `Expected all ${parts.length} parts in "${data.out}", got fewer, or changed ones. Then: gatecast retry ${data.run}`,
    )
  return summary
}
