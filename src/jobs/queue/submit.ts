import { randomUUID } from 'node:crypto'
import type { FlowJob } from 'bullmq'
import { GatecastError } from '../../base/error.ts'
import type { JobDraft } from '../job/job.ts'
import { isStored } from '../model/forecaster_of.ts'
import { withAbsolutePaths } from './store/absolute_paths.ts'
import { engineAt, type Queues, runsName, withQueues } from './store/connection.ts'
import { findRun, isOver } from './store/find_run.ts'
import { defaultKeep, idsOf, jobIn, type Keep, optionsOf, type RunData, runId } from './store/run_data.ts'

/** How a job is put into its queue. */
export interface SubmitOptions {
  /** Make all parts anew, also those that are there and match. */
  force?: boolean
  /** How long finished jobs stay in the queue; default: a week, at most 50,000. */
  keep?: Keep
}

/**
 * Puts a job into its queue, for workers to do. A job that is there already and not over is left as it is, so a job may be
 * submitted twice; one that is over is begun again, and makes only what is missing or does not match.
 *
 * @param job - with an output; `queue` is its address
 * @returns the id of the run, the same for the same output
 * @throws {GatecastError} `ERR_JOB` for a job without an output or a queue, `ERR_BUSY` if another job is writing to the same
 * output, `ERR_QUEUE` if the queue does not answer, `ERR_DEPENDENCY`
 * @example
 * const run = await submitJob(await readJob('job.yaml'))
 * const { summary } = await watchRun('redis://localhost', run)
 */
export async function submitJob(job: JobDraft, options: SubmitOptions = {}): Promise<string> {
  const { out, text } = toQueue(job)
  const engine = await engineAt(job.queue)
  return withQueues(engine, async (queues) => {
    const run = runId(out)
    const found = await findRun(queues, run)
    if (found && !isOver(found.status.state)) {
      if (found.data.job === text) return run
      throw new GatecastError(
        'ERR_BUSY',
        `Expected no other job for "${out}", got the run ${run}, which is ${found.status.state} and not the same. ` +
          `Wait for it, or cancel it: gatecast cancel ${run}`,
      )
    }
    await startRun(queues, { run, out, job: text, force: options.force ?? false, keep: options.keep ?? defaultKeep })
    return run
  })
}

/**
 * What a run that is over has left in the queue is replaced.
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
    // Its parent says what was wrong.
    opts: { ...optionsOf(ids.train, keep), ignoreDependencyOnFailure: true },
  }
  await queues.flows.add(isStored(jobIn(data).model) ? prepare : { ...prepare, children: [train] })
}

/** What can be removed: jobs that a worker still has are of an earlier generation, and do no harm. */
async function removeRun({ runs }: Queues, run: string): Promise<void> {
  const record = await runs.getJob(run)
  if (!record) return
  const collect = await runs.getJob(idsOf(record.data as RunData).collect)
  await collect?.remove({ removeChildren: true }).catch(() => {})
  await record.remove({ removeChildren: true })
}

function toQueue(job: JobDraft): { out: string; text: string } {
  // Whoever works on the job knows where the queue is, and nobody else who looks at it has to.
  const { queue: _, workers: __, out, ...rest } = withAbsolutePaths(job)
  if (out === undefined)
    throw new GatecastError(
      'ERR_JOB',
      'Expected out, a folder or a file for the forecasts, got none. Say out: in the job file',
    )
  return { out, text: JSON.stringify({ ...rest, out }) }
}
