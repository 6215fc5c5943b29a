import { checkSignal, untilAbort } from '../base/abort.ts'
import { GatecastError } from '../base/error.ts'
import { zoneOf } from '../series/time/zone.ts'
import type { Connection, Instance } from './duckdb/connection.ts'
import { interruptOn } from './duckdb/interrupt.ts'
import { literal } from './duckdb/sql.ts'
import type { Inputs } from './input/inputs.ts'

/** How a call runs. */
interface Session {
  /** The zone in which queries turn instants into dates and texts. */
  readonly timeZone: string
  /** Each of them interrupts the query that runs. */
  readonly signals: readonly (AbortSignal | undefined)[]
  /** The call makes files: its abort waits until they are removed. Other calls do not wait for DuckDB to stop. */
  readonly writes: boolean
}

type Work<T> = (connection: Connection, signal: AbortSignal | undefined) => Promise<T>

/** The calls on one instance of DuckDB. */
export class Sessions {
  readonly #instance: Instance
  readonly #inputs: Inputs
  readonly #running = new Set<Promise<unknown>>()
  #closed = false

  constructor(instance: Instance, inputs: Inputs) {
    this.#instance = instance
    this.#inputs = inputs
  }

  /** @throws {GatecastError} `ERR_DISPOSED` after `close` */
  async run<T>({ timeZone, signals, writes }: Session, work: Work<T>): Promise<T> {
    if (this.#closed) throw new GatecastError('ERR_DISPOSED', 'Expected open tables, got closed ones')
    const given = signals.filter((one) => one !== undefined)
    given.forEach(checkSignal)
    const signal = given.length > 1 ? AbortSignal.any(given) : given[0]
    const running = withSession(this.#instance, this.#inputs, { timeZone, signal }, work)
    this.#running.add(running)
    const ended = running.finally(() => this.#running.delete(running))
    return untilAbort(ended, writes ? undefined : signal)
  }

  /** Waits for running calls and closes DuckDB. Returns whether it was open. */
  async close(): Promise<boolean> {
    if (this.#closed) return false
    this.#closed = true
    // Closing DuckDB under a query would crash the process.
    await Promise.allSettled(this.#running)
    this.#instance.closeSync()
    return true
  }
}

/**
 * Runs a call on a connection of its own: a second query on the same connection would end the result of the first. A call
 * that finds out that a file must be read in another way is repeated.
 */
async function withSession<T>(
  instance: Instance,
  inputs: Inputs,
  { timeZone, signal }: { timeZone: string; signal: AbortSignal | undefined },
  work: Work<T>,
): Promise<T> {
  const connection = await instance.connect()
  const interruption = interruptOn(signal, connection)
  try {
    // A cached footer would be read with the pages of a file that has replaced it within a second.
    await connection.run('set parquet_metadata_cache = false')
    await setTimeZone(connection, timeZone)
    for (;;) {
      try {
        return await work(connection, signal)
      } catch (error) {
        if (!signal?.aborted && inputs.learnsFrom(error)) continue
        if (error instanceof GatecastError) error.message = inputs.withOriginals(error.message)
        throw error
      }
    }
  } catch (error) {
    checkSignal(signal)
    throw error
  } finally {
    interruption[Symbol.dispose]()
    connection.closeSync()
  }
}

/** The zone in which a query of the user turns instants into dates and texts. */
async function setTimeZone(connection: Connection, timeZone: string): Promise<void> {
  const { name } = zoneOf(timeZone)
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)?$/.exec(name) ?? []
  // The names of these zones have the opposite sign: Etc/GMT-2 is two hours ahead of UTC.
  const known = sign ? `Etc/GMT${sign === '+' ? '-' : '+'}${Number(hours)}` : name
  const isWhole = sign === undefined || Number(minutes ?? 0) === 0
  // DuckDB has no zones with an offset of minutes. Queries in such a zone are refused before they run.
  await connection.run(`set TimeZone = ${literal(isWhole ? known : 'UTC')}`)
}
