import { isTimeText } from '../../series/time/parse/is_time_text.ts'
import { type Connection, queryRows } from '../duckdb/connection.ts'
import { literals } from '../duckdb/sql.ts'
import { duckdbTypeKind, textSql } from '../plan/column_sql.ts'
import type { Scan } from '../plan/scan_source.ts'
import { findCells, type PlacedCell } from '../read/find_cells.ts'
import type { SourceColumn } from '../source.ts'
import { sharedRows } from './shared_rows.ts'

/** The cells of a column that are no times. */
export interface OddTimes {
  /** Number of rows. */
  readonly rows: number
  /** Number of cells that are no times; empty cells count too. */
  readonly count: number
  /** The first of these cells; an empty one is ''. */
  readonly cells: readonly PlacedCell[]
}

/** Number of different odd cells that are looked up. */
const most = 3

/** A date, or a date and a time of day, as DuckDB reads it at once. All other texts are read one by one. */
const plain = String.raw`^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?)?$`

/** Stands for every cell that DuckDB reads, so that only the others come one by one. */
const aDate = '2000-01-01'

/**
 * Finds the cells that are no times, over all rows. Each different text is read once.
 *
 * @internal
 */
export async function findOddTimes(connection: Connection, scan: Scan, column: SourceColumn): Promise<OddTimes> {
  const text = textSql(column)
  const isPlain =
    duckdbTypeKind(column) === 'text'
      ? `regexp_matches(${text}, '${plain}') and try_cast(${text} as timestamp) is not null`
      : `${text} is not null`
  const found = await queryRows(
    connection,
    `select case when ${isPlain} then '${aDate}' else ${text} end as cell, count(*)::double as n
     from (${sharedRows(scan).select([column])}) group by cell`,
  )
  const odd = found.filter(({ cell }) => typeof cell !== 'string' || (cell !== aDate && !isTimeText(cell)))
  const sum = (some: typeof found) => some.reduce((total, { n }) => total + (n as number), 0)
  const texts = odd.flatMap(({ cell }) => (typeof cell === 'string' ? [cell] : []))
  const isOdd = (cell: string) =>
    `(${cell} is null or list_contains(${literals(texts.slice(0, 1000))}::varchar[], ${cell}))`
  const cells = odd.length ? await findCells(connection, scan, column.name, isOdd, most) : []
  return {
    rows: sum(found),
    count: sum(odd),
    cells: cells.map(({ line, cell }) => ({ line, cell: cell === 'null' ? '' : cell })),
  }
}
