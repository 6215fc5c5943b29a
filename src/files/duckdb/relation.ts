import type { SourceColumn } from '../source.ts'
import { type Connection, rowsOf } from './connection.ts'

/** Rows that share their columns: a source may have files that differ in order or type of theirs. */
export interface Part {
  /** What stands after FROM. */
  readonly from: string
  readonly columns: readonly SourceColumn[]
  /** How messages call it. */
  readonly label: string
  /** Its files, and what stands after FROM for one of them; none for tables and queries. */
  readonly files: readonly string[]
  readonly ofFile?: (file: string) => string
}

/** A part with the columns that DuckDB sees in it. */
export async function part(connection: Connection, from: string, label: string): Promise<Part> {
  const rows = await rowsOf(connection, `describe select * from ${from}`)
  const columns = rows.map((row) => ({ name: `${row.column_name}`, type: `${row.column_type}` }))
  return { from, label, columns, files: [] }
}

/** A part of files, given what reads some of them. */
export async function partOf(
  connection: Connection,
  files: readonly string[],
  from: (files: readonly string[]) => string,
): Promise<Part> {
  const all = await part(connection, from(files), labelOf(files))
  return { ...all, files, ofFile: (file) => from([file]) }
}

/** What looks like a glob but is there as a file is one file. */
export const escapeGlob = (path: string): string => path.replace(/[[*?]/g, '[$&]')

export const unescapeGlob = (path: string): string => path.replace(/\[([[*?])\]/g, '$1')

export const labelOf = (files: readonly string[]): string => {
  const shown = files.slice(0, 3).map(unescapeGlob).join(', ')
  return files.length > 3 ? `${shown} and ${files.length - 3} more files` : shown
}
