// Measures what a forecast of one series costs before all of them are made. A long series is forecast from its last 100
// rows, then from four times as many, and so on. The times so far say whether the next one is still worth it. If one
// forecast is quick, some more are made, because a single time says little.

import type { Panel } from '../../../series/index.ts'
import type { Forecaster } from '../../forecaster.ts'
import { lastRows } from '../../panel_rows.ts'

const firstRows = 100
const factor = 4
/** Forecasts that are made to average their times. */
const more = 9

/**
 * Seconds that a local method takes to forecast the longest of some series.
 *
 * @param series - indices of the series
 * @param most - with more seconds than this it is not measured to the end, but predicted
 */
export async function secondsPerForecast(
  forecaster: Forecaster,
  panel: Panel,
  series: readonly number[],
  most: number,
): Promise<number> {
  const longest = series.reduce((best, one) => (panel.lengths[one] > panel.lengths[best] ? one : best), series[0])
  const whole = panel.select([longest])
  // Known covariates are there for the horizon before the end only.
  const past = whole.cut(() => Math.max(2, whole.lengths[0] - forecaster.horizon))
  const length = past.lengths[0]
  let before = Number.NaN
  for (let rows = firstRows; ; rows *= factor) {
    const start = performance.now()
    await forecaster.predict(lastRows(past, rows), { quantiles: [], threads: 1 })
    const seconds = (performance.now() - start) / 1000
    if (rows >= length) return await averaged(forecaster, panel, series, seconds, most)
    // Without two times, the method is taken to have a cost that grows with the square of the rows.
    const growth = Math.max(factor, seconds / before || factor ** 2)
    const predicted = seconds * growth ** Math.max(1, Math.log(length / rows) / Math.log(factor))
    if (predicted > most) return predicted
    before = seconds
  }
}

/** The mean seconds of the forecasts of up to nine more series, or of the same one again. */
async function averaged(
  forecaster: Forecaster,
  panel: Panel,
  series: readonly number[],
  first: number,
  most: number,
): Promise<number> {
  const start = performance.now()
  let count = 0
  // They may take a tenth of the time of the ones that the cost is measured for.
  const some = Math.min(more, Math.floor(most / 10 / first))
  for (; count < some; count++) {
    const one = panel.select([series[Math.floor((count * series.length) / some)]])
    await forecaster.predict(
      one.cut(() => Math.max(2, one.lengths[0] - forecaster.horizon)),
      { quantiles: [], threads: 1 },
    )
  }
  return count === 0 ? first : Math.max((performance.now() - start) / 1000 / count, first / 4)
}
