//   mean(h) = the last value at the same place of the season,  variance(h) = s^2 (seasons since that value),
//   s^2 the mean of (y(t) - y(t-m))^2
//
// Source: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., sections 5.2 and 5.5.
//
// Missing values: mean(h) is the last observed value at that place. A change over k seasons has k times the variance.
// `naive` gives the mean and the variance of places without a value, and the variance if no place has two values.

import type { LocalForecast, LocalTask } from '../method.ts'
import { naiveForecast } from './naive.ts'

export function seasonalNaiveForecast(history: Float64Array, task: LocalTask): LocalForecast {
  const { season, horizon } = task
  const last = new Float64Array(season).fill(-1)
  const fitted = new Float64Array(history.length).fill(Number.NaN)
  let squares = 0
  let count = 0
  for (let t = 0; t < history.length; t++) {
    const before = last[t % season]
    if (before >= 0) fitted[t] = history[before]
    if (Number.isNaN(history[t])) continue
    if (before >= 0) {
      squares += ((history[t] - history[before]) ** 2 * season) / (t - before)
      count++
    }
    last[t % season] = t
  }
  const { mean, deviation } = naiveForecast(history, task)
  for (let step = 0; step < horizon; step++) {
    const row = history.length + step
    const same = last[row % season]
    if (same < 0) continue
    mean[step] = history[same]
    if (count > 0) deviation[step] = Math.sqrt(((squares / count) * (row - same)) / season)
  }
  return { mean, deviation, fitted }
}
