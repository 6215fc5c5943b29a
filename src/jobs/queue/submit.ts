import { randomUUID } from 'node:crypto'
import type { FlowJob } from 'bullmq'
import { GatecastError } from '../../base/error.ts'
import { checkRun } from '../claim/claim_run.ts'
import type { JobDraft } from '../job/job.ts'
import { isStored } from '../model/forecaster_of.ts'
import { outputOf } from '../parts/plan_forecast.ts'
import { withAbsolutePaths } from './store/absolute_paths.ts'
import { engineAt, type Queues, runsName, withQueues } from './store/connection.ts'
import { findRun, isOver } from './store/find_run.ts'
import { defaultKeep, idsOf, jobIn, type Keep, optionsOf, type RunData, runId } from './store/run_data.ts'

/** Options of `submitJob`. */
export interface SubmitOptions {
  /** Make all parts again, also those that are on disk and match. */
  force?: boolean
  /** How long finished steps stay in the queue; default: a week, and at most 50,000 of them. */
  keep?: Keep
}

/**
 * Puts a job into its queue, from which workers take it. If the same job is in the queue and not over, it stays as it is,
 * so a job may be submitted twice. If it is over, it is started again, and makes only parts that are missing or do not match.
 *
 * @param job - a job with an output; `queue` is the address of the queue
 * @param options - force, and how long finished steps stay in the queue
 * @returns the id of the run, which follows from the output
 * @throws {GatecastError} `ERR_JOB` for a job without an output or a queue, `ERR_BUSY` if another job writes to the same
 * output, `ERR_QUEUE` if the queue does not answer, `ERR_DEPENDENCY`
 * @example
 * const run = await submitJob(await readJob('job.yaml'))
 * const { summary } = await watchRun('redis://localhost', run)
 */
export async function submitJob(job: JobDraft, options: SubmitOptions = {}): Promise<string> {
  const { out, text } = toQueue(job)
  await checkRun(jobIn({ job: text }))
  const engine = await engineAt(job.queue)
  return withQueues(engine, async (queues) => {
    const run = runId(out)
    const found = await findRun(queues, run)
    if (found && !isOver(found.status.state)) {
      if (found.data.job === text) return run
      throw new GatecastError(
        'ERR_BUSY',
        `Expected no other job with the output "${out}", got the run ${run} of a different job, which is ` +
          `${found.status.state}. Wait until it is over, or end it: gatecast cancel ${run}`,
      )
    }
    await startRun(queues, { run, out, job: text, force: options.force ?? false, keep: options.keep ?? defaultKeep })
    return run
  })
}

/**
 * Adds the first steps of a run. They replace what an earlier run of the same output has left in the queue.
 *
 * @internal
 */
export async function startRun(
  queues: Queues,
  { run, out, job, force, keep }: Pick<RunData, 'run' | 'out' | 'job' | 'force' | 'keep'>,
): Promise<void> {
  await removeRun(queues, run)
  const data: RunData = { run, generation: randomUUID().slice(0, 8), out, job, force, keep, submitted: Date.now() }
  const ids = idsOf(data)
  const { generation } = data
  const prepare: FlowJob = { name: 'prepare', queueName: runsName, data, opts: optionsOf(ids.record, keep) }
  const train: FlowJob = {
    name: 'train',
    queueName: runsName,
    data: { run, generation, job, force },
    // If the training fails, the step `prepare` still runs and throws the error of the training.
    opts: { ...optionsOf(ids.train, keep), ignoreDependencyOnFailure: true },
  }
  await queues.flows.add(isStored(jobIn(data).model) ? prepare : { ...prepare, children: [train] })
}

/** Removes steps. Those that a worker still has cannot be removed; they are of an earlier generation, so nothing uses them. */
async function removeRun({ runs }: Queues, run: string): Promise<void> {
  const record = await runs.getJob(run)
  if (!record) return
  const collect = await runs.getJob(idsOf(record.data as RunData).collect)
  await collect?.remove({ removeChildren: true }).catch(() => {})
  await record.remove({ removeChildren: true })
}

/** The text of the job in the queue. It is without the address of the queue, which may hold a password. */
function toQueue(job: JobDraft): { out: string; text: string } {
  const { queue: _, workers: __, ...rest } = withAbsolutePaths(job)
  const out = outputOf(rest)
  return { out, text: JSON.stringify({ ...rest, out }) }
}
