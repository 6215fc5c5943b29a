import { isFloat64Array } from '../../base/brand.ts'
import { GatecastError } from '../../base/error.ts'
import { aggregate } from '../values/aggregate.ts'
import type { Groups } from './group_rows.ts'
import { pickRows } from './sort_rows.ts'
import type { Values } from './table.ts'
import type { duplicateRules } from './table_options.ts'

/** Indices of rows in their sorted order; `undefined` if the rows are sorted already. */
type Order = Uint32Array | undefined

/** Sorted rows with one row for each time. */
export interface Merged {
  readonly offsets: Float64Array
  readonly times: Float64Array
  /** Sorts a column like the rows, and merges its values for rows of the same time. */
  merge(values: Values): Values
}

/** The rows themselves if they are sorted by series and time and no time comes twice; `undefined` otherwise. */
export function ifSorted({ seriesOf, ids }: Groups, times: Float64Array): Merged | undefined {
  const offsets = new Float64Array(ids.length + 1)
  const rows = times.length
  for (let row = 1; row < rows; row++) {
    const series = seriesOf[row]
    const before = seriesOf[row - 1]
    if (series === before ? times[row] <= times[row - 1] : series < before) return undefined
    if (series > before) offsets.fill(row, before + 1, series + 1)
  }
  if (rows) offsets.fill(rows, seriesOf[rows - 1] + 1)
  return { offsets, times, merge: (values) => values }
}

/**
 * Merges rows of the same series and time.
 *
 * @param shown - a time as text, for messages
 * @throws {GatecastError} `ERR_DATA` with two such rows, if the rule is `error`
 */
export function mergeDuplicates(
  { seriesOf, ids }: Groups,
  order: Order,
  times: Float64Array,
  rule: (typeof duplicateRules)[number],
  shown: (time: number) => string,
): Merged {
  const rows = times.length
  const offsets = new Float64Array(ids.length + 1)
  if (!hasDuplicates(seriesOf, order, times)) {
    const counts = new Uint32Array(ids.length)
    for (let row = 0; row < rows; row++) counts[seriesOf[row]]++
    for (let series = 0; series < ids.length; series++) offsets[series + 1] = offsets[series] + counts[series]
    const sort = <V extends Values>(values: V): V => (order ? pickRows(values, order) : values)
    return { offsets, times: sort(times), merge: sort }
  }
  const starts = new Uint32Array(rows)
  let merged = 0
  for (let at = 0; at < rows; at++) {
    const row = order ? order[at] : at
    const before = order ? order[at - 1] : at - 1
    if (at > 0 && times[row] === times[before] && seriesOf[row] === seriesOf[before]) {
      if (rule === 'error') throw duplicated(ids[seriesOf[row]], shown(times[row]), before, row)
      continue
    }
    starts[merged++] = at
    offsets[seriesOf[row] + 1]++
  }
  for (let series = 0; series < ids.length; series++) offsets[series + 1] += offsets[series]

  const at = (index: number) => (order ? order[index] : index)
  const merge = (values: Values): Values => {
    const end = (index: number) => (index + 1 < merged ? starts[index + 1] : rows)
    if (!isFloat64Array(values))
      return Array.from({ length: merged }, (_, index) => values[at(rule === 'last' ? end(index) - 1 : starts[index])])
    const sorted = order ? pickRows(values, order) : values
    const how = rule === 'error' ? 'first' : rule
    return Float64Array.from({ length: merged }, (_, index) => aggregate(sorted, starts[index], end(index), how))
  }
  return { offsets, times: Float64Array.from({ length: merged }, (_, index) => times[at(starts[index])]), merge }
}

/** Returns whether two rows have the same series and time. Most tables have no such rows, and this test is cheap. */
function hasDuplicates(seriesOf: Uint32Array, order: Order, times: Float64Array): boolean {
  for (let at = 1; at < times.length; at++) {
    const row = order ? order[at] : at
    const before = order ? order[at - 1] : at - 1
    if (times[row] === times[before] && seriesOf[row] === seriesOf[before]) return true
  }
  return false
}

const duplicated = (id: string, time: string, first: number, second: number) =>
  new GatecastError(
    'ERR_DATA',
    `Expected one row per time step in series "${id}", got two for ${time} (rows ${first} and ${second}). Aggregate ` +
      "them with duplicates: 'sum', or drop one of them",
  )
