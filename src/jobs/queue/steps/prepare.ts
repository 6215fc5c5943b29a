import { rm } from 'node:fs/promises'
import type { FlowJob, SandboxedJob } from 'bullmq'
import { checkSignal } from '../../../base/abort.ts'
import { defined } from '../../../base/defined.ts'
import { AbortError } from '../../../base/error.ts'
import type { Claim } from '../../claim/claim.ts'
import { claimStep } from '../../claim/claim_run.ts'
import type { RunOptions } from '../../events.ts'
import { ensureModel } from '../../model/ensure_model.ts'
import { outputKey } from '../../parts/part_keys.ts'
import { type ForecastPlan, planForecast } from '../../parts/plan_forecast.ts'
import { settle } from '../../source/settle.ts'
import { engineAt, partsName, runsName, withQueues } from '../store/connection.ts'
import { fromFailure } from '../store/failure.ts'
import { type QueuePlan, readPlan, writePlan } from '../store/plan_file.ts'
import {
  type CollectData,
  idsOf,
  jobIn,
  optionsOf,
  type PartData,
  type RunData,
  type TrainedJob,
} from '../store/run_data.ts'

/** Plans the forecast, and adds a step for each part that is to be made and a step that collects them. */
export async function prepare(
  job: SandboxedJob<RunData>,
  run: Required<Omit<RunOptions, 'inputs'>>,
): Promise<{ parts: number }> {
  const { data } = job
  await using claim = await claimStep({ out: data.out, format: jobIn(data).format }, data.run)
  if (data.isCancelled) throw new AbortError('cancelled')
  const place = { out: data.out, format: jobIn(data).format, generation: data.generation }
  // If an earlier worker was lost, it may have written the plan already, and other workers may be making its parts.
  const plan = (await readPlan(place)) ?? (await makePlan(job, claim, run))
  checkSignal(run.signal)
  await addSteps(data, plan)
  return { parts: Object.keys(plan.inputs).length }
}

async function makePlan(
  job: SandboxedJob<RunData>,
  claim: Claim,
  run: Required<Omit<RunOptions, 'inputs'>>,
): Promise<QueuePlan> {
  const { out, generation } = job.data
  const { paths, model, parts, done, inputs, finished, ...plan } = await planRun(job, claim, run)
  checkSignal(run.signal)
  // Removes the summary of an earlier run, so that a summary at this path is always one of this run.
  if (!finished) {
    await rm(paths.summary, { force: true })
    await claim.drop(paths.summary)
  }
  const queued: QueuePlan = {
    ...{ job: plan.job, model: { path: model.path, id: model.id }, parts, kept: done.size },
    inputs: Object.fromEntries(inputs),
    ...defined({ finished }),
  }
  await writePlan({ out, format: plan.job.format, generation }, queued)
  return queued
}

/** Starts from the job as the training step left it, if there was one. */
async function planRun(
  job: SandboxedJob<RunData>,
  claim: Claim,
  run: Required<Omit<RunOptions, 'inputs'>>,
): Promise<ForecastPlan> {
  const { out, force } = job.data
  const [failure] = Object.values(await job.getIgnoredChildrenFailures())
  if (failure !== undefined) throw fromFailure(failure)
  const [text] = Object.values(await job.getChildrenValues<string>())
  const trained: TrainedJob | undefined = text === undefined ? undefined : JSON.parse(text)
  await using settled = await settle(trained ?? jobIn(job.data), { ...run, hasColumns: trained !== undefined })
  const path = trained ? trained.model.path : await ensureModel(settled, { out, claim }, { ...run, force })
  return await planForecast(settled, path, { ...run, force })
}

async function addSteps(data: RunData, plan: QueuePlan): Promise<void> {
  const { run, generation, keep, submitted } = data
  const ids = idsOf(data)
  const { out, format, report } = jobIn(data)
  const missing = plan.parts.filter(({ index }) => plan.inputs[index] !== undefined)
  const collect: CollectData = {
    ...{ run, generation, out, submitted, key: outputKey(plan.parts), model: plan.model.path },
    ...defined({ format, report }),
    series: missing.reduce((sum, { series }) => sum + series, 0),
  }
  const children = missing.map(({ index, series, from, to }): FlowJob => {
    const data: PartData = { ...{ run, generation, out, part: index, series, from, to }, ...defined({ format }) }
    return {
      name: 'part',
      queueName: partsName,
      data,
      // A part that fails does not end the run: the other parts are made, and the collecting step reports the failure.
      opts: { ...optionsOf(ids.part(index), keep), ignoreDependencyOnFailure: true },
    }
  })
  const engine = await engineAt(undefined)
  await withQueues(engine, ({ flows }) =>
    flows.add({ name: 'collect', queueName: runsName, data: collect, opts: optionsOf(ids.collect, keep), children }),
  )
}
