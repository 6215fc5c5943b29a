import { GatecastError } from '../../base/error.ts'
import { engineAt, withQueues } from './store/connection.ts'
import { findRun, isOver, noSuchRun } from './store/find_run.ts'
import { startRun } from './submit.ts'

/**
 * Starts a run again that has failed or was cancelled. Parts that are done and match are not made again.
 *
 * @param queue - address, for example `redis://localhost`; default: that of GATECAST_QUEUE
 * @param run - id of the run
 * @throws {GatecastError} `ERR_BUSY` if the run is not over, `ERR_QUEUE` if the queue has no such run
 * @example
 * await retryFailed('redis://localhost', run)
 */
export async function retryFailed(queue: string | undefined, run: string): Promise<void> {
  const engine = await engineAt(queue)
  await withQueues(engine, async (queues) => {
    const found = await findRun(queues, run)
    if (!found) throw noSuchRun(run)
    const { state } = found.status
    if (!isOver(state))
      throw new GatecastError(
        'ERR_BUSY',
        `Expected the run ${run} to be over, got one that is ${state}. Wait until it is over, or end it: gatecast cancel ${run}`,
      )
    await startRun(queues, { ...found.data, force: false })
  })
}
