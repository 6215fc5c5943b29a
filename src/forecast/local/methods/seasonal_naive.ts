//   mean(h) = the last value at the same place of the season,  variance(h) = s^2 (seasons since that value),
//   s^2 the mean of (y(t) - y(t-m))^2
//
// Source: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., sections 5.2 and 5.5.
//
// Missing values: mean(h) is the last observed value at that place. A change over k seasons has k times the variance.
// `naive` gives the mean and the variance of places without a value, and the variance if no place has two values.
//
// Of several seasons, the one is repeated whose repetition has the smallest mean absolute error within the history, over
// the steps of the horizon. If nobody asked for a season, so has repeating the last value (a season of 1) a chance.

import type { LocalForecast, LocalTask } from '../method.ts'
import { naiveForecast } from './naive.ts'

export function seasonalNaiveForecast(history: Float64Array, task: LocalTask): LocalForecast {
  const { horizon } = task
  const season = repeatedSeason(history, task)
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

function repeatedSeason(history: Float64Array, { season, seasons = [season], usual, horizon }: LocalTask): number {
  const candidates = usual ? [1, ...seasons.filter((period) => period > 1)] : seasons
  let best = candidates[0]
  let least = Number.POSITIVE_INFINITY
  for (const period of candidates) {
    const error = candidates.length > 1 ? repetitionError(history, period, horizon) : 0
    // If errors are equal, the longer season wins: a constant series has any season.
    if (error <= least) [best, least] = [period, error]
  }
  return best
}

/**
 * The mean error of repeating a season, over the steps of a horizon; infinite unless every step has as many errors as the
 * season or the horizon has rows.
 */
function repetitionError(history: Float64Array, period: number, horizon: number): number {
  let total = 0
  const rounds = Math.ceil(horizon / period)
  for (let round = 1; round <= rounds; round++) {
    const lag = round * period
    let [sum, count] = [0, 0]
    for (let t = lag; t < history.length; t++) {
      const change = Math.abs(history[t] - history[t - lag])
      if (Number.isNaN(change)) continue
      sum += change
      count++
    }
    // Late steps of a long horizon lie beyond a short history.
    if (round === 1 && count < Math.min(period, horizon)) return Number.POSITIVE_INFINITY
    const steps = Math.min(period, horizon - (round - 1) * period)
    if (count > 0) total += (steps * sum) / count
  }
  return total
}
