import { GatecastError } from '../base/error.ts'
import { zoneOf } from '../series/time/zone.ts'
import type { Connection, Instance } from './duckdb/connection.ts'
import { literal } from './duckdb/sql.ts'
import type { Inputs } from './input/inputs.ts'

/**
 * Runs a call on a connection of its own: a second query on the same connection would end the result of the first. A call
 * that finds out that a file must be read in another way is repeated.
 *
 * @param timeZone - the zone in which queries turn instants into dates and texts
 */
export async function withSession<T>(
  instance: Instance,
  inputs: Inputs,
  timeZone: string,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await instance.connect()
  try {
    // Jobs read many ranges of one file. DuckDB still notices when the file changes.
    await connection.run('set parquet_metadata_cache = true')
    await setTimeZone(connection, timeZone)
    for (;;) {
      try {
        return await work(connection)
      } catch (error) {
        if (inputs.learnsFrom(error)) continue
        if (error instanceof GatecastError) error.message = inputs.withOriginals(error.message)
        throw error
      }
    }
  } finally {
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
