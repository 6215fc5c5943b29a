import { defined } from '../../base/defined.ts'
import { inTurns } from '../../base/resources/turns.ts'
import type { TimeFormat } from '../../series/index.ts'
import { type Connection, queryChunks, queryRows } from '../duckdb/connection.ts'
import { fileError } from '../duckdb/file_error.ts'
import { textsOf } from '../duckdb/vectors.ts'
import { digestSql } from '../plan/column_sql.ts'
import type { Plan } from '../plan/plan_query.ts'
import type { Scan } from '../plan/scan_source.ts'
import type { IdRange } from '../reading.ts'
import { checkIds } from './check_ids.ts'
import { findCategories, openColumns, wordCountSql } from './find_categories.ts'
import { isClustered } from './is_clustered.ts'
import { settleTimes, unreadOutputs } from './settle_times.ts'

/** Series that follow each other in the order of their ids. */
export interface SourcePart extends IdRange {
  /** Number of series in the part. */
  series: number
  /** Number of rows of these series, without those of a future table. */
  rows: number
  /** A hash of the values that are read from the rows. It does not depend on the order of the rows. */
  digest: string
}

/** A source, cut into parts of whole series. */
export interface SourceParts {
  /** The parts in the order of their ids. */
  parts: SourcePart[]
  /** Number of rows without an id. They are in no part. */
  nameless: number
  /** Number of series that only the future table has. They are in no part. */
  strangers: number
  /** The first of them. */
  stranger?: string
  /** Reading a part reads few rows of other parts. If not, `repartition` saves time when many parts are read. */
  clustered: boolean
  /**
   * Covariates that hold a word somewhere. Give these names under `categorical` to read a part: in a part with nothing
   * but digits, they would be read as numbers.
   */
  categorical: string[]
  /** How the times of all parts are read. Give it under `timeFormat` to read a part. */
  timeFormat: TimeFormat
  /** A note for the user if the times could be read in another way too. */
  timeNote: string | undefined
}

/**
 * Cuts the series of a plan into parts, in one query. Its result has one row for each part and none for each series, so
 * that millions of series need little memory.
 *
 * @internal
 * @param size - number of series in a part
 */
export async function cutIntoParts(
  connection: Connection,
  plan: Plan,
  [history, future]: readonly [Scan, Scan | undefined],
  size: number,
  signal?: AbortSignal,
): Promise<SourceParts> {
  const open = openColumns(plan)
  const values = plan.outputs.filter((name) => name !== 'r')
  const counts = open.flatMap((column, at) => {
    const { words, numbers } = wordCountSql(column, plan)
    return [
      { sql: words, name: `words${at}` },
      { sql: numbers, name: `numbers${at}` },
    ]
  })
  const unread = unreadOutputs(plan).map((name) => `count(${name})`)
  const isPast = plan.hasPlan ? 'count(*) > count(f)' : 'true'
  // Only series are in parts: not rows without an id, and not the plan of a series without history.
  const noId = "id is null or id = ''"
  const kind = `case when ${noId} then 'nameless' when ${isPast} then 'series' else 'stranger' end`
  // Rows of a future table are no rows of a series that has a history.
  const counted = plan.hasPlan ? `case when ${noId} then count(*) else count(*) - count(f) end` : 'count(*)'
  const sql = `
    with series as (
      select id, ${kind} as kind, count(*) as n, ${counted} as counted, ${digestSql(values)} as h, ${unread.join(' + ') || '0'} as unread${counts.map(({ sql, name }) => `, ${sql} as ${name}`).join('')}
      from (${plan.rows()}) group by id
    ), numbered as (
      select *, (row_number() over (partition by kind order by id) - 1) // ${size} as part
      from series
    )
    select kind, part::int as part, min(id) as first, max(id) as last, count(*)::double as series,
      sum(counted)::double as row_count, sum(hash(id, n, h))::varchar as digest, sum(unread)::double as unread
      ${counts.map(({ name }) => `, sum(${name}) as ${name}`).join('')}
    from numbered group by all order by kind, part`
  const rows = await queryRows(connection, sql).catch((cause) => {
    throw fileError(`read ${plan.label}`, cause)
  })
  const sum = (name: string) => rows.reduce((total, row) => total + (row[name] as number), 0)
  const words = open.map((_, at) => ({ words: sum(`words${at}`), numbers: sum(`numbers${at}`) }))
  const categorical = await findCategories(connection, plan, open, words, future ? [history, future] : [history])
  const of = (wanted: string) => rows.filter((row) => row.kind === wanted)
  const parts = of('series').map(partIn)
  checkIds(
    parts.map(({ from }) => from),
    plan,
  )
  const ids = evenly(parts.flatMap(({ from, to }) => (from === to ? [from] : [from, to])))
  const hasUnread = rows.some((row) => (row.unread as number) > 0)
  const { timeFormat, note } = hasUnread
    ? await settleTimes(connection, plan, ids, signal)
    : { ...plan, note: undefined }
  const count = parts.reduce((sum, part) => sum + part.rows, 0)
  return {
    parts,
    nameless: of('nameless').reduce((sum, row) => sum + (row.row_count as number), 0),
    strangers: of('stranger').reduce((sum, row) => sum + (row.series as number), 0),
    ...defined({ stranger: of('stranger').at(0)?.first as string | undefined }),
    clustered: await isClustered(connection, plan, history, count),
    categorical,
    timeFormat,
    timeNote: note,
  }
}

/** At most 20 ids, evenly spaced. */
const evenly = (ids: readonly string[]): string[] => {
  const most = 20
  if (ids.length <= most) return [...ids]
  return Array.from({ length: most }, (_, at) => ids[Math.floor((at * ids.length) / most)])
}

const partIn = (row: Record<string, unknown>): SourcePart => ({
  from: `${row.first}`,
  to: `${row.last}`,
  series: row.series as number,
  rows: row.row_count as number,
  digest: `${row.digest}`,
})

/**
 * The ids in a range, ascending.
 *
 * @internal
 */
export async function readIds(
  connection: Connection,
  plan: Plan,
  range: IdRange,
  signal?: AbortSignal,
): Promise<string[]> {
  const past = plan.hasPlan ? ' where f is null' : ''
  const sql = `select distinct id from (${plan.rows(range)})${past} order by id`
  const chunks = await queryChunks(connection, sql, signal).catch((cause) => {
    throw fileError(`read ${plan.label}`, cause)
  })
  return checkIds(await inTurns(textsOf(chunks, 0), signal), plan, range)
}
