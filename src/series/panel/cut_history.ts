import { isCallable } from '../../base/brand.ts'
import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { Column, PanelParts } from './panel_parts.ts'

/**
 * The parts that change if the history of each series ends after `length(series)` rows. The rows after it become future
 * rows.
 *
 * @throws {GatecastError} `ERR_TYPE` unless `length` is a function, `ERR_RANGE` for a length above that of the history
 */
export function cutHistory(panel: PanelParts, length: (series: number) => number): Partial<PanelParts> {
  if (!isCallable(length))
    throw new GatecastError('ERR_TYPE', `Expected a function from a series to its length, got ${shown(length)}`)
  const lengths = panel.lengths.map((rows, series) => {
    const cut: unknown = length(series)
    if (typeof cut === 'number' && Number.isInteger(cut) && cut >= 0 && cut <= rows) return cut
    throw new GatecastError(
      'ERR_RANGE',
      `Expected a length from 0 to ${rows} for series "${panel.ids[series]}", got ${shown(cut)}`,
    )
  })
  const hidden = (column: Column): Column => {
    const values = column.values.slice()
    lengths.forEach((rows, series) => {
      values.fill(Number.NaN, panel.offsets[series] + rows, panel.offsets[series + 1])
    })
    return { ...column, values }
  }
  return { lengths, target: hidden(panel.target), observed: panel.observed.map(hidden) }
}
