import { GatecastError } from '../../base/error.ts'
import type { Column, Panel } from '../../series/index.ts'
import { checkPanel } from '../check.ts'
import { checkHierarchy, type Hierarchy, idsOf } from './hierarchy.ts'

/**
 * Adds the aggregates of a hierarchy to the panel of its bottom series. All series must have the same rows: a sum over
 * fewer series at the start would look like growth. A sum is missing where a value of a member is missing.
 *
 * Known covariates stay if they are the same in all series, for example the calendar. Others are left out, as an aggregate
 * has no price of its own.
 *
 * @param panel - the bottom series
 * @param hierarchy - the hierarchy that {@link hierarchy} found in the panel
 * @returns a panel with the aggregates first, then the bottom series
 * @throws {GatecastError} `ERR_DATA` naming a series that starts or ends at another time than the first one
 * @example
 * const shops = panelFromSeries(
 *   ['a/1', 'a/2', 'b/1'].map((id) => ({ id, start: '2020-01', values: Array.from({ length: 60 }, (_, t) => 20 + (t % 12)) })),
 *   { frequency: 'MS' },
 * )
 * const all = aggregate(shops, hierarchy(shops, { columns: ['state', 'shop'] }))
 */
export function aggregate(panel: Panel, hierarchy: Hierarchy): Panel {
  checkPanel(panel)
  checkHierarchy(hierarchy)
  const { bottom, aggregates } = hierarchy
  const part = panel.select(bottom.map((id) => panel.indexOf(id)))
  checkAligned(part)
  const rows = part.offsets[1]
  const count = aggregates.length + bottom.length
  const valuesOf = ({ values }: Column, series: number) => values.subarray(series * rows, (series + 1) * rows)
  const target = new Float64Array(count * rows)
  aggregates.forEach(({ members }, i) => {
    const sum = target.subarray(i * rows, (i + 1) * rows)
    for (const member of members)
      valuesOf(part.target, member).forEach((value, row) => {
        sum[row] += value
      })
  })
  target.set(part.target.values, aggregates.length * rows)
  const repeated = (column: Column): Column => {
    const values = new Float64Array(count * rows)
    for (let i = 0; i < count; i++) values.set(valuesOf(column, 0), i * rows)
    return { ...column, values }
  }
  const isShared = (column: Column) =>
    bottom.every((_, series) => valuesOf(column, series).every((value, row) => Object.is(value, column.values[row])))
  return part.with({
    ids: idsOf(hierarchy),
    offsets: Float64Array.from({ length: count + 1 }, (_, i) => i * rows),
    lengths: new Float64Array(count).fill(part.lengths[0]),
    starts: new Float64Array(count).fill(part.starts[0]),
    target: { ...part.target, values: target },
    known: part.known.filter(isShared).map(repeated),
    ...{ observed: [], static: [] },
  })
}

function checkAligned({ ids, starts, lengths, offsets }: Panel): void {
  const [start, length, rows] = [starts[0], lengths[0], offsets[1]]
  const other = ids.findIndex(
    (_, i) => starts[i] !== start || lengths[i] !== length || offsets[i + 1] - offsets[i] !== rows,
  )
  if (other < 0) return
  const what = starts[other] !== start ? 'starts at another time' : `has ${lengths[other]} rows, and not ${length}`
  throw new GatecastError(
    'ERR_DATA',
    `Expected series with the same rows, got "${ids[other]}", which ${what} than "${ids[0]}". Fill the rows before ` +
      'a series began with 0, if there was nothing to count, or cut all series to the rows that they share',
  )
}
