import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { Column, PanelParts } from './panel_parts.ts'

/** Whether the selection has all targets of each of its series side by side. */
const keepsTargets = (count: number, series: readonly number[]): boolean =>
  series.length % count === 0 &&
  series.every((index, at) => index % count === at % count && index - (at % count) === series[at - (at % count)])

/**
 * The parts that change if a panel keeps some of its series, in the given order.
 *
 * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` for a value that is no index of a series
 */
export function selectSeries(panel: PanelParts, series: readonly number[]): Partial<PanelParts> {
  const count = panel.ids.length
  if (!Array.isArray(series))
    throw new GatecastError('ERR_TYPE', `Expected indices of series as an array, got ${shown(series)}`)
  const unknown = series.findIndex((index) => !(Number.isInteger(index) && index >= 0 && index < count))
  if (unknown >= 0)
    throw new GatecastError('ERR_RANGE', `Expected series from 0 to ${count - 1}, got ${shown(series[unknown])}`)
  const offsets = new Float64Array(series.length + 1)
  series.forEach((from, to) => {
    offsets[to + 1] = offsets[to] + panel.offsets[from + 1] - panel.offsets[from]
  })
  const rows = <C extends Column>(column: C): C => {
    const values = new Float64Array(offsets[series.length])
    series.forEach((from, to) => {
      values.set(column.values.subarray(panel.offsets[from], panel.offsets[from + 1]), offsets[to])
    })
    return { ...column, values }
  }
  const perSeries = (values: Float64Array) => Float64Array.from(series, (index) => values[index])
  return {
    channels: panel.channels && keepsTargets(panel.channels.length, series) ? panel.channels : undefined,
    ids: series.map((index) => panel.ids[index]),
    offsets,
    lengths: perSeries(panel.lengths),
    starts: perSeries(panel.starts),
    target: rows(panel.target),
    known: panel.known.map(rows),
    observed: panel.observed.map(rows),
    static: panel.static.map((column) => ({ ...column, values: perSeries(column.values) })),
  }
}
