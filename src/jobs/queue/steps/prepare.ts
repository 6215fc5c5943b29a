import { rm } from 'node:fs/promises'
import type { FlowJob, SandboxedJob } from 'bullmq'
import { checkSignal } from '../../../base/abort.ts'
import { AbortError } from '../../../base/error.ts'
import type { RunOptions } from '../../events.ts'
import type { Job } from '../../job/job.ts'
import { planKey } from '../../parts/part_keys.ts'
import { pathsOf, prepareForecast } from '../../parts/plan_forecast.ts'
import { settleJob } from '../../run/run_job.ts'
import { engineAt, partsName, runsName, withQueues } from '../store/connection.ts'
import { fromFailure } from '../store/failure.ts'
import { type QueuePlan, readPlan, writePlan } from '../store/plan_file.ts'
import { type CollectData, idsOf, jobIn, optionsOf, type PartData, type RunData } from '../store/run_data.ts'

/** Surveys the source, and adds a job for each part that is to be made, and one that collects them. */
export async function prepare(job: SandboxedJob<RunData>, run: Required<RunOptions>): Promise<{ parts: number }> {
  const { data } = job
  if (data.isCancelled) throw new AbortError('cancelled')
  const { generation } = data
  const place = { out: data.out, format: jobIn(data).format, generation }
  // A plan that is there was made by a worker that was lost before it could say so: parts may be at work by it.
  const plan = (await readPlan(place)) ?? (await makePlan(job, run))
  checkSignal(run.signal)
  await addParts(data, plan)
  return { parts: Object.keys(plan.inputs).length }
}

async function makePlan(job: SandboxedJob<RunData>, run: Required<RunOptions>): Promise<QueuePlan> {
  const { generation, force } = job.data
  const settled = await settledJob(job, run)
  const paths = pathsOf(settled)
  const prepared = await prepareForecast(settled, { force, shard: undefined, onEvent: run.onEvent })
  const { model, parts, done, inputs, finished } = prepared
  checkSignal(run.signal)
  // From now on a summary of these parts can only be one of this run.
  if (!finished) await rm(paths.summary, { force: true })
  const plan: QueuePlan = {
    ...{ job: prepared.job, model: { path: model.path, id: model.id }, parts, kept: done.size },
    inputs: Object.fromEntries(inputs),
    ...(finished && { finished }),
  }
  await writePlan({ out: settled.out as string, format: settled.format, generation }, plan)
  return plan
}

/** The job as the training left it, if there was one. */
async function settledJob(job: SandboxedJob<RunData>, run: Required<RunOptions>): Promise<Job> {
  const [failure] = Object.values(await job.getIgnoredChildrenFailures())
  if (failure !== undefined) throw fromFailure(failure)
  const [trained] = Object.values(await job.getChildrenValues<string>())
  return trained === undefined ? settleJob(jobIn(job.data), { ...run, force: job.data.force }) : JSON.parse(trained)
}

async function addParts(data: RunData, plan: QueuePlan): Promise<void> {
  const { run, generation, keep, submitted } = data
  const ids = idsOf(data)
  const { out, format, report } = jobIn(data)
  const missing = plan.parts.filter(({ index }) => plan.inputs[index] !== undefined)
  const collect: CollectData = {
    ...{ run, generation, out, submitted, key: planKey(plan.parts), model: plan.model.path },
    ...(format && { format }),
    ...(report !== undefined && { report }),
    series: missing.reduce((sum, { series }) => sum + series, 0),
  }
  const children = missing.map(({ index, series, from, to }): FlowJob => {
    const data: PartData = { ...{ run, generation, out, part: index, series, from, to }, ...(format && { format }) }
    // A part that fails does not end the run: the others are made, and the collecting job says what is missing.
    return {
      name: 'part',
      queueName: partsName,
      data,
      opts: { ...optionsOf(ids.part(index), keep), ignoreDependencyOnFailure: true },
    }
  })
  const engine = await engineAt(undefined)
  await withQueues(engine, ({ flows }) =>
    flows.add({ name: 'collect', queueName: runsName, data: collect, opts: optionsOf(ids.collect, keep), children }),
  )
}
