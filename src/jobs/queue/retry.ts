import { GatecastError } from '../../base/error.ts'
import { engineAt, withQueues } from './store/connection.ts'
import { findRun, isOver } from './store/find_run.ts'
import { startRun } from './submit.ts'
import { noSuchRun } from './watch.ts'

/**
 * Begins a run again that has failed or was cancelled. Parts that are there and match stay as they are.
 *
 * @param queue - address, such as `redis://localhost`
 * @param run - its id
 * @throws {GatecastError} `ERR_BUSY` if it is not over, `ERR_QUEUE` if there is no such run
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
        `Expected the run ${run} to be over, got one that is ${state}. Wait for it, or cancel it`,
      )
    await startRun(queues, { ...found.data, force: false })
  })
}
