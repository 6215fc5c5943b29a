import { isFloat64Array } from '../../base/brand.ts'
import { type InPieces, pieceRows } from '../../base/resources/turns.ts'
import type { Groups } from './group_rows.ts'
import type { Values } from './table.ts'

/**
 * Sorts rows by series, then by time.
 *
 * @param compareTies - the order of rows of the same time; by default they keep their order
 * @returns the indices of the rows in their new order; `undefined` if the rows are sorted already
 */
export function* sortRows(
  { ids, seriesOf }: Groups,
  times: Float64Array,
  compareTies?: (a: number, b: number) => number,
): InPieces<Uint32Array | undefined> {
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
      yield* sortInPieces(own, (a, b) => times[a] - times[b] || compareTies?.(a, b) || a - b)
    if (series % someSeries === 0) yield
  }
  return order
}

/** Series after which the work gives way. */
const someSeries = 256

/** Sorts short runs, then merges them two by two. Rows are never equal, so that the order is that of any other sort. */
function* sortInPieces(values: Uint32Array, compare: (a: number, b: number) => number): InPieces<void> {
  for (let from = 0; from < values.length; from += pieceRows) {
    values.subarray(from, from + pieceRows).sort(compare)
    yield
  }
  let source: Uint32Array = values
  let target: Uint32Array = new Uint32Array(values.length > pieceRows ? values.length : 0)
  for (let run = pieceRows; run < values.length; run *= 2) {
    for (let from = 0; from < values.length; from += 2 * run) {
      const [middle, end] = [Math.min(from + run, values.length), Math.min(from + 2 * run, values.length)]
      for (let at = from, left = from, right = middle; at < end; at++) {
        const isLeft = left < middle && (right >= end || compare(source[left], source[right]) <= 0)
        target[at] = isLeft ? source[left++] : source[right++]
        if (at % pieceRows === 0) yield
      }
    }
    ;[source, target] = [target, source]
  }
  if (source !== values) values.set(source)
}

/** The values of some rows, in their order. */
export function pickRows<V extends Values>(values: V, rows: Uint32Array): V {
  const result = isFloat64Array(values) ? new Float64Array(rows.length) : new Array<string | null>(rows.length)
  for (let at = 0; at < rows.length; at++) result[at] = values[rows[at]]
  return result as Values as V
}
