// Opens the queue at an address. BullMQ has the same classes for Redis and PostgreSQL.

import type { EventEmitter } from 'node:events'
import type * as BullMQ from 'bullmq'
import { type ErrorCode, GatecastError } from '../../../base/error.ts'

/** Queue of the steps that a run has once: train, prepare, collect. */
export const runsName = 'gatecast-runs'
/** Queue of the parts. Apart from the other steps, so that the parts of a long run do not delay the start of the next. */
export const partsName = 'gatecast-parts'

/** The classes of BullMQ for one kind of server, and how they connect to it. */
export interface Engine {
  readonly classes: ReturnType<typeof BullMQ.withBackend<BullMQ.IQueueBackend, unknown>>
  readonly connection: unknown
  /** The address without password, for messages. */
  readonly label: string
}

export interface Queues {
  readonly runs: BullMQ.Queue
  readonly parts: BullMQ.Queue
  readonly flows: BullMQ.FlowProducer<BullMQ.IQueueBackend, unknown>
}

const drivers = { 'redis:': 'ioredis', 'rediss:': 'ioredis', 'postgres:': 'pg', 'postgresql:': 'pg' } as const

/** Connections to PostgreSQL per object: a worker has seven objects, and a server allows a hundred connections. */
const poolSize = 2

/** Milliseconds within which a queue has to answer. */
const patience = 10_000

/**
 * @param queue - the address; default: that of the environment variable GATECAST_QUEUE
 * @throws {GatecastError} `ERR_JOB` for an address of another kind, `ERR_DEPENDENCY`
 */
export async function engineAt(queue: string | undefined): Promise<Engine> {
  const { address, url } = queueAddress(queue)
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
        : // null: while the server restarts, commands wait for it.
          { url: address, maxRetriesPerRequest: null },
    label: `${url.protocol}//${url.host}${url.pathname}`,
  }
}

/** The address with its password, only for the environment of child processes. */
export const fullAddress = (queue: string | undefined): string => queueAddress(queue).address

/**
 * Reads the address of a queue.
 *
 * @param queue - the address; default: that of the environment variable GATECAST_QUEUE
 * @throws {GatecastError} `ERR_JOB` for an address of another kind
 */
export function queueAddress(queue: string | undefined): { address: string; url: URL } {
  const address = queue ?? process.env.GATECAST_QUEUE
  // Messages do not repeat the address, because it may hold a password.
  const expected = 'Expected the address of a queue, for example redis://host:6379 or postgres://host/database'
  if (address === undefined || address === '')
    throw new GatecastError(
      'ERR_JOB',
      `${expected}, got none. Use --queue, write queue: in the job file, or set GATECAST_QUEUE`,
    )
  if (!URL.canParse(address)) throw new GatecastError('ERR_JOB', `${expected}, got a text that is not a URL`)
  const url = new URL(address)
  if (!(url.protocol in drivers))
    throw new GatecastError('ERR_JOB', `${expected}, got one that begins with ${url.protocol}//`)
  return { address, url }
}

async function load<Module>(importModule: () => Promise<Module>, driver: 'ioredis' | 'pg'): Promise<Module> {
  try {
    return await importModule()
  } catch (cause) {
    throw new GatecastError(
      'ERR_DEPENDENCY',
      `Expected bullmq and ${driver} for this queue, got: ${(cause as Error).message}. Install them: npm install bullmq ${driver}`,
      { cause },
    )
  }
}

/**
 * Opens the queues of an engine for some work, and closes them afterwards.
 *
 * @throws {GatecastError} `ERR_QUEUE` if the server does not answer
 */
export async function withQueues<Result>(engine: Engine, work: (queues: Queues) => Promise<Result>): Promise<Result> {
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
    return await work({ runs, parts, flows } as unknown as Queues)
  } finally {
    // Closes by force (`true`), because an orderly end would wait for a server that does not answer.
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

/** The message of an error. Node gives none, but a code, if all addresses of a host refuse the connection. */
export function reasonOf(error: unknown): string {
  const { message, code } = error as { message?: string; code?: ErrorCode }
  return message || code || `${error}`
}
