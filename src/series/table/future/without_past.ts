import { GatecastError } from '../../../base/error.ts'
import type { Groups } from '../group_rows.ts'

/** Rows of a future table that a panel does not use. */
export interface LeftOut {
  /** Number of rows that are not after the history of their series. */
  readonly rows: number
  /** The first series with such rows. */
  readonly series: string | undefined
  /** Time of the last row of the history of that series. */
  readonly end: number
  /** Series without history. */
  readonly strangers: readonly string[]
}

interface Rows {
  readonly groups: Groups
  readonly times: Float64Array
}

/**
 * Finds the rows to keep of a table and its future table.
 *
 * @param planned - 1 for each row of the future table
 * @returns the kept rows in their order, and what is left out; `undefined` if nothing is left out
 * @throws {GatecastError} `ERR_DATA` if no row is history
 */
export function withoutPast(
  { groups: { ids, seriesOf }, times }: Rows,
  planned: Uint8Array,
): { kept: Uint32Array; leftOut: LeftOut } | undefined {
  const ends = new Float64Array(ids.length).fill(Number.NEGATIVE_INFINITY)
  for (let row = 0; row < times.length; row++)
    if (!planned[row]) ends[seriesOf[row]] = Math.max(ends[seriesOf[row]], times[row])
  const isStranger = (series: number) => ends[series] === Number.NEGATIVE_INFINITY
  const strangers = ids.filter((_, series) => isStranger(series))
  if (strangers.length === ids.length)
    throw new GatecastError('ERR_DATA', 'Expected rows of history, got rows of the future table only')
  const kept = new Uint32Array(times.length)
  let [count, past, first] = [0, 0, -1]
  for (let row = 0; row < times.length; row++) {
    const series = seriesOf[row]
    if (!planned[row] || (times[row] > ends[series] && !isStranger(series))) kept[count++] = row
    else if (!isStranger(series)) {
      past++
      if (first < 0) first = series
    }
  }
  if (count === times.length) return undefined
  const leftOut = { rows: past, series: ids[first], end: ends[first] ?? Number.NaN, strangers }
  return { kept: kept.subarray(0, count), leftOut }
}

/** Some of the rows, without the series that have none of them. */
export function pickGroups({ ids, keys, seriesOf }: Groups, rows: Uint32Array): Groups {
  const place = new Int32Array(ids.length).fill(-1)
  for (const row of rows) place[seriesOf[row]] = 0
  const used = Array.from(ids.keys()).filter((series) => place[series] === 0)
  used.forEach((series, index) => {
    place[series] = index
  })
  return {
    ids: used.map((series) => ids[series]),
    keys: used.map((series) => keys[series]),
    seriesOf: Uint32Array.from(rows, (row) => place[seriesOf[row]]),
  }
}
