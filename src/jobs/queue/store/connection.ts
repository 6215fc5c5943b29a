// A queue at an address, Redis or PostgreSQL: the same classes of BullMQ on either.

import type { EventEmitter } from 'node:events'
import type * as BullMQ from 'bullmq'
import { type ErrorCode, GatecastError } from '../../../base/error.ts'

/** Jobs of a run as a whole: train, prepare, collect. */
export const runsName = 'gatecast-runs'
/** Parts to forecast. Apart from the others, so that a long run does not hold up the start of the next one. */
export const partsName = 'gatecast-parts'

/** Classes of BullMQ that are bound to an engine, and what they connect to. */
export interface Engine {
  readonly classes: ReturnType<typeof BullMQ.withBackend<BullMQ.IQueueBackend, unknown>>
  readonly connection: unknown
  /** The address without credentials, for messages. */
  readonly label: string
}

export interface Queues {
  readonly runs: BullMQ.Queue
  readonly parts: BullMQ.Queue
  readonly flows: BullMQ.FlowProducer<BullMQ.IQueueBackend, unknown>
}

const drivers = { 'redis:': 'ioredis', 'rediss:': 'ioredis', 'postgres:': 'pg', 'postgresql:': 'pg' } as const

/** Connections of each object to PostgreSQL: a worker has seven such objects, and the server a hundred connections. */
const poolSize = 2

/** Milliseconds in which a queue has to answer. */
const patience = 10_000

/** @throws {GatecastError} `ERR_JOB` for an address of no such kind, `ERR_DEPENDENCY` */
export async function engineAt(queue: string | undefined): Promise<Engine> {
  const { address, url } = addressOf(queue)
  const driver = drivers[url.protocol as keyof typeof drivers]
  const bullmq = await load(() => import('bullmq'), driver)
  await load(() => import(driver), driver)
  const classes =
    driver === 'pg' ? bullmq.withBackend(bullmq.createPostgresBackend) : bullmq.withBackend(bullmq.createRedisBackend)
  return {
    classes: classes as unknown as Engine['classes'],
    connection:
      driver === 'pg'
        ? { connectionString: address, migrate: true, max: poolSize, connectionTimeoutMillis: patience }
        : // While the server restarts, commands wait for it.
          { url: address, maxRetriesPerRequest: null },
    label: `${url.protocol}//${url.host}${url.pathname}`,
  }
}

/** The address as it is: for the environment of child processes alone. */
export const fullAddress = (queue: string | undefined): string => addressOf(queue).address

function addressOf(queue: string | undefined): { address: string; url: URL } {
  const address = queue ?? process.env.GATECAST_QUEUE
  // An address is not repeated in messages: it may hold a password.
  const expected = 'Expected the address of a queue, such as redis://host:6379 or postgres://host/database'
  if (address === undefined || address === '')
    throw new GatecastError(
      'ERR_JOB',
      `${expected}, got none. Say --queue, queue: in the job file, or set GATECAST_QUEUE`,
    )
  if (!URL.canParse(address)) throw new GatecastError('ERR_JOB', `${expected}, got one that is no URL`)
  const url = new URL(address)
  if (!(url.protocol in drivers))
    throw new GatecastError('ERR_JOB', `${expected}, got one that begins with ${url.protocol}//`)
  return { address, url }
}

async function load<Module>(what: () => Promise<Module>, driver: 'ioredis' | 'pg'): Promise<Module> {
  try {
    return await what()
  } catch (cause) {
    throw new GatecastError(
      'ERR_DEPENDENCY',
      `Expected bullmq and ${driver} for this queue, got: ${(cause as Error).message}. Install them: npm install bullmq ${driver}`,
      { cause },
    )
  }
}

/**
 * Does something with a queue that answers.
 *
 * @throws {GatecastError} `ERR_QUEUE` if it does not
 */
export async function withQueues<Result>(engine: Engine, what: (queues: Queues) => Promise<Result>): Promise<Result> {
  const { classes, connection, label } = engine
  const runs = new classes.Queue(runsName, { connection })
  const parts = new classes.Queue(partsName, { connection })
  const flows = new classes.FlowProducer({ connection })
  const all = [runs, parts, flows]
  try {
    const failed = new Promise<never>((_, reject) => {
      for (const one of all as EventEmitter[]) one.on('error', reject)
    })
    failed.catch(() => {})
    await answered(Promise.race([Promise.all(all.map((one) => one.waitUntilReady())), failed]), label)
    return await what({ runs, parts, flows } as unknown as Queues)
  } finally {
    // By force: a goodbye would wait for a server that is away.
    await Promise.all(
      all.map((one) =>
        one
          .getBackend()
          .close(true)
          .catch(() => {}),
      ),
    )
  }
}

async function answered(ready: Promise<unknown>, label: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${patience / 1000} s`)), patience)
  })
  try {
    await Promise.race([ready, late])
  } catch (cause) {
    throw new GatecastError('ERR_QUEUE', `Expected a queue at ${label}, got: ${reasonOf(cause)}`, { cause })
  } finally {
    clearTimeout(timer)
  }
}

/** Of several addresses of a host that all refuse, Node makes an error without a message. */
export function reasonOf(error: unknown): string {
  const { message, code } = error as { message?: string; code?: ErrorCode }
  return message || code || `${error}`
}
