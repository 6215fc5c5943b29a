// Croston's method: sizes of demands z and intervals between them p are smoothed each by itself,
//
//   z <- z + a (size - z),  p <- p + a (interval - p)     after each demand
//   mean(h) = z / p         classic
//   mean(h) = (1 - a / 2) z / p     sba, which removes most of the bias of 1 / p; a is that of the intervals
//
// Sources: Croston 1972, "Forecasting and stock control for intermittent demands"; Syntetos and Boylan 2005, "The
// accuracy of intermittent demand estimates". Starting from the first size and interval as in R's `croston`.

import type { LocalForecast, LocalTask } from '../../method.ts'
import { demandOf, smooth } from './demand.ts'
import { demandForecast, noDemand } from './demand_forecast.ts'

export type CrostonVariant = 'classic' | 'sba'

export interface CrostonTask extends LocalTask {
  readonly variant?: CrostonVariant
  /** Smoothing parameter of sizes and intervals; by default that with the least squared error, for each. */
  readonly smoothing?: number
}

export function crostonForecast(history: Float64Array, task: CrostonTask): LocalForecast {
  const { rows, values, sizes, intervals } = demandOf(history, 'croston')
  if (sizes.length === 0) return noDemand(task)
  const { variant = 'sba', smoothing } = task
  const size = smooth(sizes, smoothing)
  const interval = smooth(intervals, smoothing)
  const factor = variant === 'sba' ? 1 - interval.alpha / 2 : 1
  const rateAfter = (demands: number) => (factor * size.levels[demands]) / interval.levels[demands]
  const fitted = new Float64Array(history.length).fill(Number.NaN)
  let demands = 0
  rows.forEach((row, i) => {
    if (demands > 0) fitted[row] = rateAfter(demands)
    if (values[i] > 0) demands++
  })
  const rate = { mean: rateAfter(demands), size: size.levels[demands] }
  return { ...demandForecast(rate, sizes, task), fitted }
}
