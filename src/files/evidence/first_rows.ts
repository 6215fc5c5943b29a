import { type Connection, queryRows } from '../duckdb/connection.ts'
import { fileError } from '../duckdb/file_error.ts'
import { identifier } from '../duckdb/sql.ts'
import type { Scan } from '../plan/scan_source.ts'
import type { SourceColumn } from '../source.ts'

/** The columns of a source, each with its first values as texts, `null` where missing. */
export type FirstRows = (SourceColumn & { values: (string | null)[] })[]

/**
 * The first rows of a source.
 *
 * @internal
 */
export async function firstRows(connection: Connection, { relations }: Scan, rows: number): Promise<FirstRows> {
  const [{ from, columns, label }] = relations
  const texts = columns.map(({ name }) => `${identifier(name)}::varchar as ${identifier(name)}`)
  const sql = `select ${texts.join(', ')} from ${from} limit ${rows}`
  const found = await queryRows(connection, sql).catch((cause) => {
    throw fileError(`read ${label}`, cause)
  })
  return columns.map((column) => ({ ...column, values: found.map((row) => row[column.name] as string | null) }))
}
