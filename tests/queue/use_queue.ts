import { afterAll, afterEach, beforeAll } from 'vitest'
import { engineAt, type Queues, withQueues } from '../../src/jobs/queue/store/connection.ts'
import { makeSales, type Sales } from './jobs.ts'
import { type Kind, type QueueServer, startServer } from './servers.ts'
import { endWorkers } from './workers.ts'

/** A queue of a kind and something to forecast, for the tests of a block. */
export function useQueue(kind: Kind): { server: QueueServer; sales: Sales } {
  const used = {} as { server: QueueServer; sales: Sales }
  beforeAll(async () => {
    used.sales = await makeSales()
    used.server = await startServer(kind)
  }, 120_000)
  afterEach(endWorkers)
  afterAll(async () => {
    await used.server?.stop()
    await used.sales?.remove()
  })
  return used
}

/** The queues themselves, as a board shows them. */
export const queuesAt = async (address: string, look: (queues: Queues) => Promise<void>): Promise<void> =>
  withQueues(await engineAt(address), look)
