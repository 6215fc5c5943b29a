import type { SandboxedJob } from 'bullmq'
import { defined } from '../../../base/defined.ts'
import { blameOf, GatecastError } from '../../../base/error.ts'
import type { Claim } from '../../claim/claim.ts'
import { claimStep } from '../../claim/claim_run.ts'
import type { RunOptions } from '../../events.ts'
import { outputPaths } from '../../output/paths.ts'
import { removeParts, removeQueuePlans } from '../../output/remove_parts.ts'
import type { RunReport } from '../../output/run_report.ts'
import { type ForecastSummary, readSummary } from '../../output/summary.ts'
import { reportFiles } from '../../page/report_files.ts'
import { finishForecast } from '../../parts/finish_forecast.ts'
import { finalFailure, fromFailure } from '../store/failure.ts'
import { readPlan } from '../store/plan_file.ts'
import type { CollectData } from '../store/run_data.ts'

/** Joins the parts, and writes errors, summary and report. */
export async function collect(
  job: SandboxedJob<CollectData>,
  run: Required<Omit<RunOptions, 'inputs'>>,
): Promise<RunReport> {
  const { data } = job
  await checkParts(job)
  const { out, model, report } = data
  await using claim = await claimStep(data, data.run)
  const summary = await finish(data, claim, run)
  if (report !== undefined) await reportFiles(out, { path: report, ...run })
  const paths = outputPaths(out, data.format)
  await (paths.file === undefined ? removeQueuePlans(paths) : removeParts(paths))
  return { out, model, summary, ...defined({ report }) }
}

/** @throws the error of a part: one of the job, if there is one, else one of a machine */
async function checkParts(job: SandboxedJob<CollectData>): Promise<void> {
  const reasons = Object.values(await job.getIgnoredChildrenFailures())
    .map(String)
    .sort()
  if (reasons.length === 0) return
  const errors = reasons.map(fromFailure)
  const ofJob = errors.find((error) => blameOf(error) !== 'machine')
  if (ofJob) throw ofJob
  const { code, message } = errors[0]
  const count =
    reasons.length === 1 ? 'one that failed' : `${reasons.length} that failed, the first one because of this`
  throw finalFailure(
    new GatecastError(
      code,
      `Expected all parts to be made, got ${count}: ${message}. Remove the cause, then: gatecast retry ${job.data.run}`,
    ),
  )
}

async function finish(
  data: CollectData,
  claim: Claim,
  run: Required<Omit<RunOptions, 'inputs'>>,
): Promise<ForecastSummary> {
  const paths = outputPaths(data.out, data.format)
  const plan = await readPlan(data)
  const before = plan?.finished ?? (await readSummary(paths))
  // A worker may have been lost after it had finished, perhaps while it removed the parts that it had joined.
  if (before?.key === data.key) {
    await claim.finish()
    return before
  }
  if (!plan)
    throw new GatecastError(
      'ERR_FILE',
      `Expected the plan of the run ${data.run} in "${data.out}", got none. Submit the job again`,
    )
  const { job, model, parts, kept } = plan
  const seconds = () => (Date.now() - data.submitted) / 1000
  const summary = await finishForecast({ job, paths, model, parts, done: new Map() }, claim, kept, seconds, run.onEvent)
  if (!summary)
    throw new GatecastError(
      'ERR_DATA',
      `Expected all ${parts.length} parts in "${data.out}", got missing or changed ones. Make them: gatecast retry ${data.run}`,
    )
  return summary
}
