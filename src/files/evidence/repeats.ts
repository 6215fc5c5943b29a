// Whether rows repeat: two rows of one series must not have the same time.

import { defined } from '../../base/defined.ts'
import { type Connection, queryRows } from '../duckdb/connection.ts'
import { joinedTextSql, textSql } from '../plan/column_sql.ts'
import type { SourceColumn } from '../source.ts'
import type { SharedRows } from './shared_rows.ts'

/** How often times repeat if some columns name the series. Rows without a time or without a name do not count. */
export interface Repeats {
  /** Number of rows. */
  readonly rows: number
  /** Number of different pairs of a time and a series. Without repeats it is the number of rows. */
  readonly pairs: number
  /** Number of different series. */
  readonly series: number
  /** Number of different times. */
  readonly times: number
  /** The largest number of rows of one pair. */
  readonly most: number
  /** The first times that repeat, in the order of their texts. */
  readonly repeated: readonly string[]
  /** The first time that repeats, with the cells of the columns; `undefined` if none does. */
  readonly example?: CrossRow
}

/** A row of a source: its time, and the cells of some columns. */
export interface CrossRow {
  /** The time as the source has it. */
  readonly time: string
  /** The cells, `null` where missing. */
  readonly cells: readonly (string | null)[]
}

/** Number of repeated times that are listed. */
const mostTimes = 200

/** Times and rows of a cross-section: enough to see that two rows of one time differ in nothing but numbers. */
const crossTimes = 20
const crossRows = 5000

/**
 * Counts rows, and pairs of time and series, over all rows.
 *
 * @internal
 */
export async function countRepeats(
  connection: Connection,
  rows: SharedRows,
  time: readonly SourceColumn[],
  ids: readonly SourceColumn[],
): Promise<Repeats> {
  const names = ids.map((_, at) => `c${at}`)
  const isNamed = names.map((name) => ` and ${name} is not null and ${name} <> ''`).join('')
  const group = ['t', ...names].join(', ')
  const [{ example, ...found }] = await queryRows(
    connection,
    `with pairs as materialized (
       select ${group}, count(*) as n from (${timeAndCells(rows, time, ids)})
       where t is not null and t <> ''${isNamed} group by ${group}
     )
     select coalesce(sum(n), 0)::double as rows, count(*)::double as pairs, coalesce(max(n), 0)::double as most,
       count(distinct t)::double as times,
       ${names.length ? `count(distinct (${names.join(', ')}))` : '1'}::double as series,
       list_sort(list_slice(list(distinct t) filter (n > 1), 1, ${mostTimes})) as repeated,
       min([${group}]) filter (n > 1) as example
     from pairs`,
  )
  const repeated = (found.repeated as string[] | null) ?? []
  const [at, ...cells] = (example as string[] | null) ?? []
  return {
    ...(found as unknown as Repeats),
    repeated,
    ...defined({ example: at === undefined ? undefined : { time: at, cells } }),
  }
}

/**
 * The rows of a few times: whether columns tell the rows of one time apart shows here before all rows are counted.
 *
 * @internal
 */
export async function readCrossSection(
  connection: Connection,
  rows: SharedRows,
  time: readonly SourceColumn[],
  columns: readonly SourceColumn[],
): Promise<CrossRow[]> {
  const all = timeAndCells(rows, time, columns)
  const found = await queryRows(
    connection,
    `select * from (${all}) where t in (select t from (${all}) where t <> '' limit ${crossTimes}) limit ${crossRows}`,
  )
  return found.map((row) => ({
    time: row.t as string,
    cells: columns.map((_, at) => row[`c${at}`] as string | null),
  }))
}

/**
 * The names of the columns that have one value in all rows of a series.
 *
 * @internal
 */
export async function findConstant(
  connection: Connection,
  rows: SharedRows,
  ids: readonly SourceColumn[],
  columns: readonly SourceColumn[],
): Promise<string[]> {
  if (columns.length === 0) return []
  const keys = ids.map((column, at) => `${textSql(column)} as k${at}`)
  const cells = columns.map((column, at) => `${textSql(column)} as c${at}`)
  const same = columns.map((_, at) => `min(c${at}) is not distinct from max(c${at}) as c${at}`)
  const [found] = await queryRows(
    connection,
    `select ${columns.map((_, at) => `bool_and(c${at}) as c${at}`).join(', ')} from (
       select ${same.join(', ')} from (select ${[...keys, ...cells].join(', ')} from (${rows.select(rows.columns)}))
       group by ${ids.map((_, at) => `k${at}`).join(', ')}
     )`,
  )
  return columns.flatMap(({ name }, at) => (found[`c${at}`] === true ? [name] : []))
}

function timeAndCells(rows: SharedRows, time: readonly SourceColumn[], columns: readonly SourceColumn[]): string {
  const t = time.length === 1 ? textSql(time[0]) : joinedTextSql(time)
  const cells = columns.map((column, at) => `${textSql(column)} as c${at}`)
  return `select ${[`${t} as t`, ...cells].join(', ')} from (${rows.select([...new Set([...time, ...columns])])})`
}
