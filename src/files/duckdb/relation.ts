import { GatecastError } from '../../base/error.ts'
import type { SourceColumn } from '../source.ts'
import { type Connection, queryRows } from './connection.ts'

/**
 * Rows that share their columns. A source has several relations if its files differ in the order or types of columns.
 */
export interface Relation {
  /** SQL to put after FROM. */
  readonly from: string
  readonly columns: readonly SourceColumn[]
  /** The name of the relation in messages. */
  readonly label: string
  /** The files that hold the rows; empty for tables and queries. */
  readonly files: readonly string[]
  /** SQL to put after FROM for one of the files. */
  readonly fromFile?: (file: string) => string
  /** The line of a file on which a row begins, counted from 1. */
  readonly lineOf?: (file: string, row: number) => Promise<number | undefined>
  /** The table with one column for each series that this relation was made from. */
  readonly wide?: Relation
}

/** Above this number of columns, DuckDB takes minutes and gigabytes to plan a query. */
const mostColumns = 20_000

/** @throws {GatecastError} `ERR_DATA` for a table with more columns than DuckDB can handle */
export function checkColumnCount(count: number, label: string): void {
  if (count <= mostColumns) return
  throw new GatecastError(
    'ERR_DATA',
    `Expected a table of at most ${mostColumns.toLocaleString('en')} columns, got ${count.toLocaleString('en')} in ` +
      `"${label}". If each series has a column of its own, bring the table into the long layout: a column that names the ` +
      'series, one of times and one of values',
  )
}

/** A relation with the columns that DuckDB finds in it. */
export async function describeRelation(connection: Connection, from: string, label: string): Promise<Relation> {
  const rows = await queryRows(connection, `describe select * from ${from}`)
  checkColumnCount(rows.length, label)
  const columns = rows.map((row) => ({ name: `${row.column_name}`, type: `${row.column_type}` }))
  return { from, label, columns, files: [] }
}

/**
 * A relation of files.
 *
 * @param from - gives the SQL after FROM that reads some of the files
 */
export async function describeFiles(
  connection: Connection,
  files: readonly string[],
  from: (files: readonly string[]) => string,
): Promise<Relation> {
  const relation = await describeRelation(connection, from(files), shownFiles(files))
  return { ...relation, files, fromFile: (file) => from([file]) }
}

/** Groups files that follow each other and have the same key, for example the same header. */
export function consecutiveFiles<Key>(
  files: readonly string[],
  keys: readonly Key[],
): readonly { key: Key; files: readonly string[] }[] {
  const runs: { key: Key; files: string[] }[] = []
  files.forEach((file, index) => {
    const last = runs.at(-1)
    if (last && last.key === keys[index]) last.files.push(file)
    else runs.push({ key: keys[index], files: [file] })
  })
  return runs
}

/** Escapes a path for DuckDB, which takes every path for a glob. */
export const escapeGlob = (path: string): string => path.replace(/[[*?]/g, '[$&]')

export const unescapeGlob = (path: string): string => path.replace(/\[([[*?])\]/g, '$1')

/** Files as messages show them: the first three by name. */
export function shownFiles(files: readonly string[]): string {
  const shown = files.slice(0, 3).map(unescapeGlob).join(', ')
  return files.length > 3 ? `${shown} and ${files.length - 3} more files` : shown
}
