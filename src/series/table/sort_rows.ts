import type { Groups } from './group_rows.ts'
import type { Values } from './table.ts'

/**
 * Sorts rows by series, then by time.
 *
 * @param compareTies - the order of rows of the same time; by default they keep their order
 * @returns the indices of the rows in their new order; `undefined` if the rows are sorted already
 */
export function sortRows(
  { ids, seriesOf }: Groups,
  times: Float64Array,
  compareTies?: (a: number, b: number) => number,
): Uint32Array | undefined {
  const rows = times.length
  const inOrder = (a: number, b: number) =>
    times[a] < times[b] || (times[a] === times[b] && (!compareTies || compareTies(a, b) <= 0))
  let sorted = true
  for (let row = 1; row < rows && sorted; row++)
    sorted = seriesOf[row] === seriesOf[row - 1] ? inOrder(row - 1, row) : seriesOf[row] > seriesOf[row - 1]
  if (sorted) return undefined

  const starts = new Uint32Array(ids.length + 1)
  for (const series of seriesOf) starts[series + 1]++
  for (let series = 0; series < ids.length; series++) starts[series + 1] += starts[series]
  const order = new Uint32Array(rows)
  const next = starts.slice()
  for (let row = 0; row < rows; row++) order[next[seriesOf[row]]++] = row
  for (let series = 0; series < ids.length; series++) {
    const own = order.subarray(starts[series], starts[series + 1])
    if (own.some((row, at) => at > 0 && !inOrder(own[at - 1], row)))
      own.sort((a, b) => times[a] - times[b] || compareTies?.(a, b) || a - b)
  }
  return order
}

/** The values of some rows, in their order. */
export function pickRows<V extends Values>(values: V, rows: Uint32Array): V {
  if (!(values instanceof Float64Array)) return Array.from(rows, (row) => values[row]) as Values as V
  const result = new Float64Array(rows.length)
  for (let at = 0; at < rows.length; at++) result[at] = values[rows[at]]
  return result as Values as V
}
