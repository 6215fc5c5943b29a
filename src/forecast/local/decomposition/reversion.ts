// How far the level of a seasonally adjusted series goes back to its recent mean. With r the series and M(t) the mean of
// its last k values up to t, the share of the distance that is left h steps later is
//
//   w(h) = sum of (r(t) - M(t)) (r(t+h) - M(t)) / sum of (r(t) - M(t))^2,   between 0 and 1,
//
// over all t of the history. A random walk has w near 1, noise around a steady level has w near 0. The forecast f(h) of a
// method, which starts from the last values, becomes M + w(h) (f(h) - M). Its variance is the mean square of
// r(t+h) - M(t) - w(h) (r(t) - M(t)). The sums are shrinkage estimates of direct forecasts:
//
// Source: Marcellino, Stock, Watson 2006, "A comparison of direct and iterated multistep AR methods".

import type { LocalForecast } from '../method.ts'

/** The distance is measured only if the history has this many times k values. */
const leastSpans = 4

/** The longest season that is short enough for that; 0 if none is. */
export const spanFor = (length: number, seasons: readonly number[]): number =>
  seasons.findLast((season) => season > 1 && length >= leastSpans * season) ?? 0

/** Draws a forecast to the mean of the last `span` values, as far as the history shows that; NaN marks a missing value. */
export function reverted(forecast: LocalForecast, history: Float64Array, span: number): LocalForecast {
  const { length } = history
  const horizon = forecast.mean.length
  if (length < 2 * horizon + span) return forecast
  const means = recentMeans(history, span)
  const level = means[length - 1]
  const mean = new Float64Array(horizon)
  const deviation = new Float64Array(horizon)
  for (let h = 1; h <= horizon; h++) {
    let [along, start, end, count] = [0, 0, 0, 0]
    for (let t = span - 1; t + h < length; t++) {
      const from = history[t] - means[t]
      const to = history[t + h] - means[t]
      if (!(from * to > Number.NEGATIVE_INFINITY)) continue
      along += from * to
      start += from * from
      end += to * to
      count++
    }
    const share = start > 0 ? Math.min(1, Math.max(0, along / start)) : 1
    mean[h - 1] = level + share * (forecast.mean[h - 1] - level)
    deviation[h - 1] = Math.sqrt(Math.max(0, (end - 2 * share * along + share * share * start) / count))
  }
  return { ...forecast, mean, deviation }
}

/** The mean of the last `span` observed values up to each row. */
function recentMeans(values: Float64Array, span: number): Float64Array {
  const means = new Float64Array(values.length)
  let sum = 0
  let count = 0
  for (let t = 0; t < values.length; t++) {
    if (!Number.isNaN(values[t])) {
      sum += values[t]
      count++
    }
    const gone = values[t - span]
    if (t >= span && !Number.isNaN(gone)) {
      sum -= gone
      count--
    }
    means[t] = count > 0 ? sum / count : means[t - 1]
  }
  return means
}
