import { missingMarkers } from '../../series/table/read_values.ts'
import { type Connection, queryRows } from '../duckdb/connection.ts'
import { literals } from '../duckdb/sql.ts'
import { duckdbTypeKind, textSql } from '../plan/column_sql.ts'
import type { Scan } from '../plan/scan_source.ts'
import { findCells, type PlacedCell } from '../read/find_cells.ts'
import type { SourceColumn } from '../source.ts'
import { sharedRows } from './shared_rows.ts'

/** What the cells of a column are, over all rows of a source. */
export interface ColumnProfile extends SourceColumn {
  /** Number of rows of the source. */
  readonly rows: number
  /** Cells that are empty or hold a marker of a missing value. */
  readonly missing: number
  /** Cells that are numbers. */
  readonly numbers: number
  /** The first cells that are neither missing nor numbers. */
  readonly odd: readonly PlacedCell[]
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
  scan: Scan,
  missing: readonly (number | string)[],
): Promise<ColumnProfile[]> {
  const { columns, select } = sharedRows(scan)
  const markers = literals([...missingMarkers, ...missing.map(String)])
  const facts = columns.map((column, at) => factsSql(column, at, markers))
  const [counts] = await queryRows(
    connection,
    `select count(*)::double as rows, ${facts.join(', ')} from (${select(columns)})`,
  )
  const texts = columns.map((column, at) => `${textSql(column)} as c${at}`)
  const head = await queryRows(connection, `select ${texts.join(', ')} from (${select(columns)}) limit ${headRows}`)
  const profiles: ColumnProfile[] = []
  for (const [at, column] of columns.entries()) {
    const [rows, gone, numbers] = [counts.rows, counts[`m${at}`], counts[`n${at}`]] as number[]
    const isOdd = (text: string) => `not ${missingSql(text, markers)} and not ${numberSql(column, text)}`
    profiles.push({
      ...column,
      ...{ rows, missing: gone, numbers },
      odd: gone + numbers < rows ? await findCells(connection, scan, column.name, isOdd, mostOdd) : [],
      distinct: counts[`d${at}`] as number,
      values: head.map((row) => row[`c${at}`] as string | null),
    })
  }
  return profiles
}

const missingSql = (text: string, markers: string): string =>
  `(${text} is null or list_contains(${markers}, trim(${text})))`

function numberSql(column: SourceColumn, text: string): string {
  const kind = duckdbTypeKind(column)
  const number = `try_cast(${text} as double)`
  if (kind === 'text') return `coalesce(isfinite(${number}) and not contains(${text}, '_'), false)`
  return `${kind === 'number' && column.type !== 'BOOLEAN'}`
}

function factsSql(column: SourceColumn, at: number, markers: string): string {
  const text = textSql(column)
  const isMissing = missingSql(text, markers)
  return [
    `count_if(${isMissing})::double as m${at}`,
    `count_if(not ${isMissing} and ${numberSql(column, text)})::double as n${at}`,
    `approx_count_distinct(${text})::double as d${at}`,
  ].join(', ')
}
