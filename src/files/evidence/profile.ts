import { missingMarkers } from '../../series/table/read_values.ts'
import { type Connection, queryRows } from '../duckdb/connection.ts'
import { literals } from '../duckdb/sql.ts'
import { duckdbTypeKind, textSql } from '../plan/column_sql.ts'
import type { SourceColumn } from '../source.ts'
import type { SharedRows } from './shared_rows.ts'

/** What the cells of a column are, over all rows of a source. */
export interface ColumnProfile extends SourceColumn {
  /** Number of rows of the source. */
  readonly rows: number
  /** Cells that are empty or hold a marker of a missing value. */
  readonly missing: number
  /** Cells that are numbers. */
  readonly numbers: number
  /** The first cells that are neither missing nor numbers. */
  readonly odd: readonly { readonly cell: string }[]
  /** Number of different cells, to within a few per cent. */
  readonly distinct: number
  /** The first cells as texts; `null` for a missing value. */
  readonly values: readonly (string | null)[]
}

/** Number of first cells in a profile. */
const headRows = 200

/** Number of odd cells in a profile. */
const mostOdd = 3

/**
 * Reads all rows and counts the cells of each column by what they are.
 *
 * @param missing - further values that mean missing
 */
export async function profileColumns(
  connection: Connection,
  { columns, select }: SharedRows,
  missing: readonly (number | string)[],
): Promise<ColumnProfile[]> {
  if (columns.length === 0) return []
  const markers = literals([...missingMarkers, ...missing.map(String)])
  const facts = columns.map((column, at) => factsSql(column, at, markers))
  const [counts] = await queryRows(
    connection,
    `select count(*)::double as rows, ${facts.join(', ')} from (select *, row_number() over () as row from (${select(columns)}))`,
  )
  const texts = columns.map((column, at) => `${textSql(column)} as c${at}`)
  const head = await queryRows(connection, `select ${texts.join(', ')} from (${select(columns)}) limit ${headRows}`)
  return columns.map((column, at) => ({
    ...column,
    rows: counts.rows as number,
    missing: counts[`m${at}`] as number,
    numbers: counts[`n${at}`] as number,
    odd: ((counts[`o${at}`] ?? []) as string[]).map((cell) => ({ cell })),
    distinct: counts[`d${at}`] as number,
    values: head.map((row) => row[`c${at}`] as string | null),
  }))
}

function factsSql(column: SourceColumn, at: number, markers: string): string {
  const kind = duckdbTypeKind(column)
  const text = textSql(column)
  const number = `try_cast(${text} as double)`
  const isMissing = `(${text} is null or list_contains(${markers}, trim(${text})))`
  const isNumber = {
    number: `${column.type !== 'BOOLEAN'}`,
    text: `coalesce(isfinite(${number}) and not contains(${text}, '_'), false)`,
  }
  const reads = kind === 'number' || kind === 'text' ? isNumber[kind] : 'false'
  return [
    `count_if(${isMissing})::double as m${at}`,
    `count_if(not ${isMissing} and ${reads})::double as n${at}`,
    `arg_min(${text}, row, ${mostOdd}) filter (not ${isMissing} and not ${reads}) as o${at}`,
    `approx_count_distinct(${text})::double as d${at}`,
  ].join(', ')
}
