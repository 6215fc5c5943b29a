import type { Job } from 'bullmq'
import { engineAt, withQueues } from './store/connection.ts'
import { findRun, noSuchRun, type RunStatus } from './store/find_run.ts'
import type { RunData } from './store/run_data.ts'

/** The workers and runs of a queue. */
export interface QueueStatus {
  /** Number of processes that take parts. */
  workers: number
  /** The runs, the newest first. */
  runs: RunStatus[]
}

/**
 * Reports how far the runs of a queue are.
 *
 * @param queue - address, for example `redis://localhost`; default: that of GATECAST_QUEUE
 * @param run - id of one run; default: all runs
 * @throws {GatecastError} `ERR_QUEUE` if the queue does not answer or has no such run
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
