// The known covariates of a panel as regressors of local methods. A categorical column becomes one column for each of its
// categories but the most frequent one: 1 in rows of the category, else 0. Columns of all series are cut for each.

import type { Column, Panel } from '../../series/index.ts'
import { checkFuture } from '../network/data/check_future.ts'
import type { LocalSeries, WholeColumns } from './method.ts'

/**
 * A panel with values of the known covariates for the horizon; those that follow from the time are computed.
 *
 * @throws {GatecastError} `ERR_DATA` naming the column, the series and the step without a value
 */
export function withPlan(panel: Panel, horizon: number): Panel {
  if (panel.known.length === 0) return panel
  const long = panel.extend(horizon)
  const known = long.known.map(({ name, kind }) =>
    kind === 'numeric'
      ? { kind, name, mean: 0, deviation: 1, gaps: false }
      : { kind, name, categories: [], gaps: false },
  )
  checkFuture(long, { known, observed: [], static: [], ids: null }, horizon)
  return long
}

/** The series of a panel, with their regressors if the method reads them. */
export function seriesOf(panel: Panel, horizon: number, readsKnown: boolean): LocalSeries[] {
  return panel.ids.map((id, series) => {
    const history = panel.history(series)
    if (!readsKnown || panel.known.length === 0) return { id, history }
    const from = panel.offsets[series]
    return { id, history, regressors: columnsOf(panel.known, from, from + history.length, horizon) }
  })
}

function columnsOf(known: readonly Column[], from: number, end: number, horizon: number): WholeColumns {
  const names: string[] = []
  const values: Float64Array[] = []
  for (const column of known) {
    const own = column.values.slice(from, end + horizon)
    if (column.kind === 'numeric') {
      names.push(column.name)
      values.push(own)
      continue
    }
    const usual = mostFrequent(own.subarray(0, end - from))
    for (const category of new Set(own)) {
      if (category === usual || Number.isNaN(category)) continue
      names.push(`${column.name} ${column.categories?.[category] ?? category}`)
      values.push(own.map((value) => (Number.isNaN(value) ? value : value === category ? 1 : 0)))
    }
  }
  return { names, values }
}

/** The most frequent number; of several the smallest. */
function mostFrequent(values: Float64Array): number {
  const counts = new Map<number, number>()
  for (const value of values.toSorted()) if (!Number.isNaN(value)) counts.set(value, (counts.get(value) ?? 0) + 1)
  let best = Number.NaN
  for (const [value, count] of counts) if (count > (counts.get(best) ?? 0)) best = value
  return best
}
