import { type Connection, queryRows } from '../duckdb/connection.ts'
import { unescapeGlob } from '../duckdb/relation.ts'
import { identifier, literal } from '../duckdb/sql.ts'
import type { Scan } from '../plan/scan_source.ts'

/**
 * The place of the first row with a cell, for example `line 7 of "sales.csv"`; `undefined` if the source has no files.
 *
 * @param cell - the cell as a text; `null` for an empty one
 */
export async function findPlace(
  connection: Connection,
  column: string,
  cell: string | null,
  { relations, format }: Pick<Scan, 'relations' | 'format'>,
): Promise<string | undefined> {
  const wanted = cell === null ? `nullif(trim(value), '') is null` : `value = ${literal(cell)}`
  for (const { files, fromFile, columns } of relations) {
    if (!columns.some(({ name }) => name === column)) continue
    for (const file of fromFile ? files : []) {
      const numbered = `select row_number() over () as row, ${identifier(column)}::varchar as value from ${fromFile?.(file)}`
      const sql = `select row from (${numbered}) where ${wanted} limit 1`
      const [found] = await queryRows(connection, `select row from (${sql})`)
      if (found) return `${format?.placeOf(Number(found.row))} of "${unescapeGlob(file)}"`
    }
  }
  return undefined
}
