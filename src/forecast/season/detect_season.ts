import type { Panel } from '../../series/index.ts'
import { checkPanel } from '../check.ts'
import { fillGaps } from '../local/numeric/fill_gaps.ts'
import { isSeasonal } from '../local/numeric/seasonality.ts'

/** Rows of a series and series of a panel that are looked at. */
const mostRows = 2000
const mostSeries = 50
/** The least autocorrelation of a season. */
const least = 0.3

/**
 * Finds the season of a panel whose frequency has no usual one: the lag from 2 to a third of the rows at which the
 * autocorrelation, without the linear trend and on average over the series, has its highest peak. The peak must be
 * 0.3 or more, and significant (as for Theta) in half of the series or more.
 *
 * @param panel - the series; the last 2000 rows of up to 50 of them are used
 * @returns number of steps; 1 if no season is found
 * @throws {GatecastError} `ERR_TYPE` for a value that is no panel
 * @example
 * const season = detectSeason(panel)
 */
export function detectSeason(panel: Panel): number {
  checkPanel(panel)
  const series = panel.ids
    .slice(0, mostSeries)
    .map((_, index) => withoutTrend(panel.history(index).slice(-mostRows)))
    .filter((values): values is Float64Array => values !== undefined)
  const longest = series.reduce((most, { length }) => Math.max(most, Math.floor(length / 3)), 0)
  const sums = new Float64Array(longest + 2)
  const counts = new Float64Array(longest + 2)
  for (const values of series) {
    const variance = covariance(values, 0)
    for (let lag = 1; lag <= values.length / 3; lag++) {
      sums[lag] += covariance(values, lag) / variance
      counts[lag]++
    }
  }
  const heights = sums.map((sum, lag) => (2 * counts[lag] >= series.length ? sum / counts[lag] : Number.NaN))
  let best = 1
  for (let lag = 2; lag < longest; lag++) {
    const isPeak = heights[lag] > heights[lag - 1] && heights[lag] >= heights[lag + 1]
    if (isPeak && heights[lag] >= least && (best === 1 || heights[lag] > heights[best])) best = lag
  }
  const significant = series.filter((values) => isSeasonal(values, best)).length
  return best > 1 && 2 * significant >= series.length ? best : 1
}

/** The values minus their linear trend, gaps filled; `undefined` for a series that is too short or never changes. */
function withoutTrend(history: Float64Array): Float64Array | undefined {
  const seen = history.filter((value) => !Number.isNaN(value))
  if (seen.length < 6 || seen.every((value) => value === seen[0])) return undefined
  const values = fillGaps(history, 1)
  const { length } = values
  const middle = (length - 1) / 2
  const mean = values.reduce((sum, value) => sum + value, 0) / length
  let [product, squares] = [0, 0]
  for (let t = 0; t < length; t++) {
    product += (t - middle) * (values[t] - mean)
    squares += (t - middle) ** 2
  }
  const rest = values.map((value, t) => value - mean - (product / squares) * (t - middle))
  // A straight line leaves rounding errors only.
  const spread = Math.max(...seen.map(Math.abs))
  return rest.some((value) => Math.abs(value) > 1e-9 * spread) ? rest : undefined
}

function covariance(values: Float64Array, lag: number): number {
  let sum = 0
  for (let t = lag; t < values.length; t++) sum += values[t] * values[t - lag]
  return sum
}
