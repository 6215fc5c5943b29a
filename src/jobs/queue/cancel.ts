import { setTimeout as sleep } from 'node:timers/promises'
import { engineAt, withQueues } from './store/connection.ts'
import { type FoundRun, findRun, isOver } from './store/find_run.ts'
import { noSuchRun } from './watch.ts'

/** Milliseconds between two looks at whether workers have let go. */
const interval = 200

/**
 * Ends a run: what waits is removed, what runs is stopped. Resolves when no worker is at it any more. Parts that are done
 * stay, and a later run goes on from there.
 *
 * @param queue - address, such as `redis://localhost`
 * @param run - its id
 * @throws {GatecastError} `ERR_QUEUE` if there is no such run
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
      // A step that was at work may have added others meanwhile.
      found = await findRun(queues, run)
    }
  })
}

async function isAtRest({ record, train, collect }: FoundRun): Promise<boolean> {
  await collect?.removeUnprocessedChildren()
  await record.removeUnprocessedChildren()
  // It cannot be removed as long as a worker has it or one of its parts.
  const isRemoved = await (collect?.remove({ removeChildren: true }) ?? Promise.resolve()).then(
    () => true,
    () => false,
  )
  if (!isRemoved) return false
  const states = await Promise.all([train, record].map((step) => step?.getState()))
  return !states.includes('active')
}
