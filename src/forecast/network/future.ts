import { GatecastError } from '../../native/index.ts'
import { formatTime, type Panel } from '../../series/index.ts'
import { type Codes, findColumn } from './covariates.ts'

/**
 * The panel with rows for the whole horizon behind each history. What follows from the time alone is computed there; all
 * other covariates known in the future have to be there.
 *
 * @throws {GatecastError} `ERR_DATA` naming the first column, series and step without a value
 */
export function withFuture(panel: Panel, codes: Codes, horizon: number): Panel {
  if (codes.known.length === 0) return panel
  const long = panel.extend(horizon)
  for (const code of codes.known) {
    const { values, recipe } = findColumn('known', code, long.known)
    if (recipe) continue
    const mayMiss = code.kind === 'categorical' || code.gaps
    for (let series = 0; series < panel.seriesCount; series++) {
      const rows = panel.offsets[series + 1] - panel.offsets[series]
      for (let step = 0; step < horizon; step++) {
        const row = panel.lengths[series] + step
        const there = row < rows && (mayMiss || !Number.isNaN(values[long.offsets[series] + row]))
        if (!there) throw missing(long, code.name, series, step, horizon)
      }
    }
  }
  return long
}

function missing(panel: Panel, name: string, series: number, step: number, horizon: number): GatecastError {
  const row = panel.lengths[series] + step
  const [time] = panel.times(series, row, row + 1)
  return new GatecastError(
    'ERR_DATA',
    `Expected values of "${name}", which is known in the future, for the ${horizon} steps after the history of series ` +
      `"${panel.ids[series]}", got none for step ${step + 1} (${formatTime(time, panel.timeZone, panel.frequency)}). ` +
      'Add rows with them and without a target',
  )
}
