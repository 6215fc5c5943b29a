import { type Connection, queryRows } from '../duckdb/connection.ts'
import { type Relation, unescapeGlob } from '../duckdb/relation.ts'
import { identifier } from '../duckdb/sql.ts'
import type { Format } from '../formats/format.ts'
import { joinedTextSql } from '../plan/column_sql.ts'

/** A cell, and its place in the source. */
export interface PlacedCell {
  /** The place as messages name it, for example `line 3 of "sales.csv"`, or `row 3` of a query or table. */
  readonly line: string
  /** The cell as a text. */
  readonly cell: string
}

/**
 * Finds the first cells of a column that fulfil a condition, in the order of the source.
 *
 * @internal
 * @param names - the column, or several whose texts are joined to one time
 * @param condition - makes the condition in SQL from that of the text of a cell
 */
export async function findCells(
  connection: Connection,
  { relations, format }: { readonly relations: readonly Relation[]; readonly format: Format | undefined },
  names: string | readonly string[],
  condition: (text: string) => string,
  most: number,
): Promise<PlacedCell[]> {
  const found: PlacedCell[] = []
  for (const relation of relations) {
    const { from, files, fromFile, columns } = relation
    const own = [names].flat().map((name) => columns.find((column) => column.name === name))
    if (!own.every((column) => column !== undefined)) continue
    const cell = own.length === 1 ? `${identifier(own[0].name)}::varchar` : joinedTextSql(own)
    const places = fromFile ? files.map((file) => ({ file, rows: fromFile(file) })) : [{ file: undefined, rows: from }]
    for (const { file, rows } of places) {
      if (found.length >= most) return found
      const numbered = `select row_number() over () as row, ${cell} as value from ${rows}`
      const sql = `select row, value from (${numbered}) where ${condition('value')} limit ${most - found.length}`
      for (const { row, value } of await queryRows(connection, sql)) {
        found.push({ line: await placeOf(Number(row), file, relation, format), cell: `${value}` })
      }
    }
  }
  return found
}

async function placeOf(
  row: number,
  file: string | undefined,
  { lineOf }: Relation,
  format: Format | undefined,
): Promise<string> {
  if (file === undefined || !format) return `row ${row}`
  const line = await lineOf?.(file, row)
  return `${line === undefined ? format.placeOf(row) : `line ${line}`} of "${unescapeGlob(file)}"`
}
