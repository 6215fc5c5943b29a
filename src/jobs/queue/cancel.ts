import { setTimeout as sleep } from 'node:timers/promises'
import { engineAt, withQueues } from './store/connection.ts'
import { type FoundRun, findRun, isOver, noSuchRun } from './store/find_run.ts'

/** Milliseconds between two checks whether a worker still has a step of the run. */
const interval = 200

/**
 * Cancels a run: removes the steps that wait and stops the steps that run. Resolves when no worker has a step of the run.
 * Parts that are done stay, and a later run uses them.
 *
 * @param queue - address, for example `redis://localhost`; default: that of GATECAST_QUEUE
 * @param run - id of the run
 * @throws {GatecastError} `ERR_QUEUE` if the queue has no such run
 * @example
 * await cancelRun('redis://localhost', run)
 */
export async function cancelRun(queue: string | undefined, run: string): Promise<void> {
  const engine = await engineAt(queue)
  await withQueues(engine, async (queues) => {
    let found = await findRun(queues, run)
    if (!found) throw noSuchRun(run)
    if (isOver(found.status.state)) return
    await found.record.updateData({ ...found.data, isCancelled: true })
    while (found && !(await isAtRest(found))) {
      await sleep(interval)
      // Looked up again, because a step that was running may have added other steps.
      found = await findRun(queues, run)
    }
  })
}

async function isAtRest({ record, train, collect }: FoundRun): Promise<boolean> {
  await collect?.removeUnprocessedChildren()
  await record.removeUnprocessedChildren()
  // BullMQ refuses to remove the step `collect` while a worker has this step or one of the parts.
  const isRemoved = await (collect?.remove({ removeChildren: true }) ?? Promise.resolve()).then(
    () => true,
    () => false,
  )
  if (!isRemoved) return false
  const states = await Promise.all([train, record].map((step) => step?.getState()))
  return !states.includes('active')
}
