import { addSteps, type Column, type Panel } from '../series/index.ts'

/**
 * Number of rows of each history up to its last observed value. The series of a sample, `together` of them, have the
 * least number among them.
 */
export function observedLengths({ target: { values }, offsets, lengths }: Panel, together = 1): Float64Array {
  const all = lengths.map((length, series) => {
    let observed = length
    while (observed > 0 && Number.isNaN(values[offsets[series] + observed - 1])) observed--
    return observed
  })
  if (together === 1) return all
  return all.map((_, series) => {
    const first = series - (series % together)
    return all.subarray(first, first + together).reduce((least, length) => Math.min(least, length))
  })
}

/**
 * Keeps the last `rows` rows of each series before its end in `ends`, and all rows after it.
 *
 * @param ends - a row of each series; default the end of its history
 */
export function lastRows(panel: Panel, rows: number, ends: Float64Array = panel.lengths): Panel {
  const dropped = ends.map((end) => Math.max(0, end - rows))
  const offsets = new Float64Array(panel.seriesCount + 1)
  dropped.forEach((count, series) => {
    offsets[series + 1] = offsets[series] + panel.offsets[series + 1] - panel.offsets[series] - count
  })
  const kept = (column: Column): Column => {
    const values = new Float64Array(offsets[panel.seriesCount])
    dropped.forEach((count, series) => {
      values.set(column.values.subarray(panel.offsets[series] + count, panel.offsets[series + 1]), offsets[series])
    })
    return { ...column, values }
  }
  return panel.with({
    offsets,
    lengths: panel.lengths.map((length, series) => length - dropped[series]),
    starts: panel.starts.map((start, series) => addSteps(start, dropped[series], panel.frequency, panel.timeZone)),
    target: kept(panel.target),
    known: panel.known.map(kept),
    observed: panel.observed.map(kept),
  })
}
