import { GatecastError } from '../../base/error.ts'
import { inTurns } from '../../base/resources/turns.ts'
import type { TimeFormat } from '../../series/index.ts'
import { readTimes, timesInPieces } from '../../series/time/parse/read_times.ts'
import { zoneOf } from '../../series/time/zone.ts'
import { type Chunk, type Connection, queryChunks } from '../duckdb/connection.ts'
import { fileError } from '../duckdb/file_error.ts'
import { doublesIn, nullsIn, textsOf, wholesIn } from '../duckdb/vectors.ts'
import { digestSql } from '../plan/column_sql.ts'
import type { Plan } from '../plan/plan_query.ts'
import type { Scan } from '../plan/scan_source.ts'
import { checkIds } from './check_ids.ts'
import { findCategories, openColumns, wordCountSql } from './find_categories.ts'
import { isClustered } from './is_clustered.ts'
import { settleTimes } from './settle_times.ts'

/** The series of a source, and what has to be known to read them in ranges. */
export interface Survey {
  /** The ids of the series, ascending in the order of their UTF-8 bytes. */
  ids: string[]
  /** Number of rows of each series. */
  rows: Float64Array
  /** A hash of the values that are read of each series. It does not depend on the order of the rows. */
  digests: BigUint64Array
  /** The earliest time of all rows, in milliseconds since 1970 UTC. */
  firstTime: number
  /** The latest time of all rows, including future rows. */
  lastTime: number
  /** Whether reading a range of ids reads few other rows. If not, `repartition` saves time if many ranges are read. */
  clustered: boolean
  /**
   * Static columns that hold a word somewhere. Give these names under `categorical` to read a range of ids: in a range
   * with nothing but digits, they would be read as numbers.
   */
  categorical: string[]
  /** How the times of all series are read. Give it under `timeFormat` to read some of them. */
  timeFormat: TimeFormat
  /** A note for the user if the times could be read in another way too. */
  timeNote: string | undefined
}

/**
 * Reads all rows of a plan once, by a query whose result has one row for each series.
 *
 * @internal
 */
export async function surveySource(
  connection: Connection,
  given: Plan,
  history: Scan,
  signal?: AbortSignal,
): Promise<Survey> {
  const times = ['tw', 'ti', 'tn'].filter((name) => given.outputs.includes(name))
  let plan = given
  const fixed = openColumns(plan).filter(({ as }) => as === 'text')
  const values = plan.outputs.filter((name) => name !== 'r')
  const wanted = [
    'count(*)::double',
    `(${digestSql(values)} % 18446744073709551616::hugeint)::ubigint`,
    plan.outputs.includes('tx') ? 'count(tx)::double' : '0::double',
    ...times.flatMap((name) => [`min(${name})`, `max(${name})`]),
    ...fixed.map((column) => wordCountSql(column, plan)).flatMap(({ words, numbers }) => [words, numbers]),
  ]
  const chunks = await queryChunks(
    connection,
    `select id, ${wanted.join(', ')} from (${plan.rows()}) group by id ${plan.hasPlan ? 'having count(*) > count(f) ' : ''}order by id`,
    signal,
  ).catch((cause) => {
    throw fileError(`read ${plan.label}`, cause)
  })
  const ids = checkIds(await inTurns(textsOf(chunks, 0), signal), plan)
  const rows = copyDoubles(chunks, 1, ids.length)
  const hasUnread = plan.outputs.includes('tn') || copyDoubles(chunks, 3, ids.length).some((count) => count > 0)
  const { timeFormat, note } = hasUnread
    ? await settleTimes(connection, plan, ids, signal)
    : { ...plan, note: undefined }
  plan = { ...plan, timeFormat }
  const column = (index: number) => copyDoubles(chunks, index, ids.length)
  // Columns 4 and 5 hold the least and the greatest time of each series in the first output of times.
  const bounds = times.flatMap((name, index) =>
    [4, 5].flatMap((first) => instantBounds(name, column(first + 2 * index), plan)),
  )
  if (column(3).some((count) => count > 0)) bounds.push(...(await textBounds(connection, plan, signal)))
  const total = (index: number) => column(4 + 2 * times.length + index).reduce((sum, count) => sum + count, 0)
  const words = fixed.map((_, index) => ({ words: total(2 * index), numbers: total(2 * index + 1) }))
  const count = rows.reduce((a, b) => a + b, 0)
  return {
    ids,
    rows,
    digests: copyWholes(chunks, 2, ids.length),
    firstTime: bounds.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    lastTime: bounds.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
    clustered: await isClustered(connection, plan, history, count),
    categorical: await findCategories(connection, plan, fixed, words, [history]),
    timeFormat,
    timeNote: note,
  }
}

/** A column of doubles of a result, NaN where missing. */
function copyDoubles(chunks: readonly Chunk[], column: number, rows: number): Float64Array {
  const all = new Float64Array(rows)
  let at = 0
  for (const chunk of chunks) {
    const vector = chunk.getColumnVector(column)
    const start = at
    all.set(doublesIn(vector), start)
    nullsIn(vector, (row) => {
      all[start + row] = Number.NaN
    })
    at += chunk.rowCount
  }
  return all
}

/** A column of unsigned whole numbers of a result. */
function copyWholes(chunks: readonly Chunk[], column: number, rows: number): BigUint64Array {
  const all = new BigUint64Array(rows)
  let at = 0
  for (const chunk of chunks) {
    all.set(wholesIn(chunk.getColumnVector(column)), at)
    at += chunk.rowCount
  }
  return all
}

/** The least and the greatest time of an output, as instants; none if all are missing. */
function instantBounds(output: string, times: Float64Array, plan: Plan): number[] {
  const present = times.filter((time) => !Number.isNaN(time))
  if (!present.length) return []
  const bounds = [present.reduce((a, b) => Math.min(a, b)), present.reduce((a, b) => Math.max(a, b))]
  if (output === 'ti') return bounds
  if (output === 'tw') return bounds.map((time) => zoneOf(plan.timeZone).toInstant(time))
  const { timeFormat, timeZone, timeColumns: columns } = plan
  return [...readTimes(bounds, { timeFormat, timeZone, columns }).times]
}

/**
 * The earliest and the latest of the times whose texts DuckDB cannot read, so that gatecast parses them. The query
 * returns each different text once, because series share most of their times.
 */
async function textBounds(connection: Connection, plan: Plan, signal: AbortSignal | undefined): Promise<number[]> {
  const sql = `select distinct tx from (${plan.rows()}) where tx is not null order by tx`
  const texts = await inTurns(textsOf(await queryChunks(connection, sql, signal), 0), signal)
  const column = plan.timeColumns.join(' ')
  const { timeFormat, timeZone, timeColumns: columns } = plan
  const { times } = await inTurns(timesInPieces(texts, { timeFormat, timeZone, columns }), signal)
  if (!times.length) throw new GatecastError('ERR_DATA', `Expected times in column "${column}", got none`)
  return [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))]
}
