import { GatecastError } from '../../../base/error.ts'
import { formatTime, type Panel } from '../../../series/index.ts'
import { type Codes, findColumn } from './covariates.ts'

/**
 * Checks that known covariates have values for the whole horizon. Columns that are computed from the time need none. A
 * value may be missing only in a column that had missing values in `fit`, and only in a step that the panel has a row for.
 *
 * @throws {GatecastError} `ERR_DATA` naming the first column, series and step without a value
 */
export function checkFuture(panel: Panel, codes: Codes, horizon: number): void {
  for (const code of codes.known) {
    const { values, recipe } = findColumn('known', code, panel.known)
    if (recipe) continue
    // Models of versions that did not record gaps of categories accept them, as they did.
    const mayMiss = code.gaps ?? true
    for (let series = 0; series < panel.seriesCount; series++) {
      const first = panel.offsets[series] + panel.lengths[series]
      for (let step = 0; step < horizon; step++) {
        const there = first + step < panel.offsets[series + 1] && (mayMiss || !Number.isNaN(values[first + step]))
        if (!there) throw missing(panel, code.name, series, step, horizon)
      }
    }
  }
}

function missing(panel: Panel, name: string, series: number, step: number, horizon: number): GatecastError {
  const row = panel.lengths[series] + step
  const [time] = panel.times(series, row, row + 1)
  const rows = panel.offsets[series + 1] - panel.offsets[series] - panel.lengths[series]
  const end = rows === 0 ? 'It has no row after its history. ' : rows <= step ? `Its rows end after step ${rows}. ` : ''
  return new GatecastError(
    'ERR_DATA',
    `Expected values of the known covariate "${name}" for the ${horizon} steps after the history of series ` +
      `"${panel.ids[series]}", got none for step ${step + 1} (${formatTime(time, panel.timeZone, panel.frequency)}). ` +
      `${end}Add rows that hold the known covariates and no target, or give them in a future table (--future, or the ` +
      'option future)',
  )
}
