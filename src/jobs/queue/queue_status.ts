import type { Job } from 'bullmq'
import { engineAt, withQueues } from './store/connection.ts'
import { findRun, type RunStatus } from './store/find_run.ts'
import type { RunData } from './store/run_data.ts'
import { noSuchRun } from './watch.ts'

/** What is on a queue. */
export interface QueueStatus {
  /** Processes that take parts. */
  workers: number
  /** The newest first. */
  runs: RunStatus[]
}

/**
 * What a queue has: all of its runs, or one.
 *
 * @param queue - address, such as `redis://localhost`
 * @param run - id of the one to look at; default: all
 * @throws {GatecastError} `ERR_QUEUE` if the queue does not answer, or knows no such run
 * @example
 * const { workers, runs } = await queueStatus('redis://localhost')
 */
export async function queueStatus(queue?: string, run?: string): Promise<QueueStatus> {
  const engine = await engineAt(queue)
  return withQueues(engine, async (queues) => {
    const workers = await queues.parts.getWorkersCount()
    const names = run === undefined ? await runsIn(queues.runs.getJobs()) : [run]
    const found = await Promise.all(names.map((name) => findRun(queues, name)))
    if (run !== undefined && !found[0]) throw noSuchRun(run)
    const runs = found.flatMap((one) => (one ? [one.status] : []))
    return { workers, runs: runs.sort((a, b) => b.submitted - a.submitted) }
  })
}

async function runsIn(jobs: Promise<(Job<RunData> | undefined)[]>): Promise<string[]> {
  return [...new Set((await jobs).flatMap((job) => (job?.name === 'prepare' ? [job.data.run] : [])))]
}
