import type { Panel } from '../../series/index.ts'
import { checkPanel } from '../check.ts'
import { fillGaps } from '../local/numeric/fill_gaps.ts'
import { isSeasonal, seasonalIndices, withoutSeason } from '../local/numeric/seasonality.ts'

/** Rows of a series and series of a panel that are looked at. */
const mostRows = 2000
const mostSeries = 50
/** The least autocorrelation of a season, and how far that of a shorter one must stand out. */
const least = 0.3
const leastContrast = 0.1

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
  const series = seriesOf(panel)
  const heights = autocorrelations(series)
  const best = highestPeak(heights, () => true)
  return isUsual(series, best) ? best : 1
}

/**
 * Finds the seasons of a panel whose frequency has no usual ones, for example a day and a week in hours without times. The
 * first is that of {@link detectSeason}. A shorter one divides it, and its autocorrelation stands out from those
 * around it. A longer one has the highest
 * peak after the first was subtracted. Both must be as high and as significant as the first.
 *
 * @param panel - the series; the last 2000 rows of up to 50 of them are used
 * @returns numbers of steps, ascending; only 1 if no season is found
 * @throws {GatecastError} `ERR_TYPE` for a value that is no panel
 * @example
 * const model = theta({ horizon: 48, season: detectSeasons(panel) })
 */
export function detectSeasons(panel: Panel): number[] {
  const first = detectSeason(panel)
  if (first === 1) return [1]
  const series = seriesOf(panel)
  const shorter = clearestDivisor(autocorrelations(series), first)
  const rest = series.flatMap((values) =>
    values.length < 2 * first
      ? []
      : [withoutSeason(values, { kind: 'additive', indices: seasonalIndices(values, first, 'additive') })],
  )
  const heights = autocorrelations(rest)
  // A first season that changes slowly leaves peaks at its multiples, but no higher ones than at itself.
  const longer = highestPeak(heights, (lag) => lag > first && heights[lag] > heights[first])
  return [isUsual(series, shorter) ? shorter : 1, first, isUsual(rest, longer) ? longer : 1].filter((lag) => lag > 1)
}

/** The series that are looked at, without trends; none that is too short or never changes. */
const seriesOf = (panel: Panel): Float64Array[] =>
  panel.ids.slice(0, mostSeries).flatMap((_, index) => withoutTrend(panel.history(index).slice(-mostRows)) ?? [])

/** The mean autocorrelation at each lag, up to a third of the rows; NaN where fewer than half of the series have it. */
function autocorrelations(series: readonly Float64Array[]): Float64Array {
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
  return sums.map((sum, lag) => (2 * counts[lag] >= series.length ? sum / counts[lag] : Number.NaN))
}

/** The lag of the highest peak that is high enough, among some lags; 1 without one. */
function highestPeak(heights: Float64Array, isAllowed: (lag: number) => boolean): number {
  let best = 1
  for (let lag = 2; lag < heights.length - 2; lag++) {
    const isPeak = heights[lag] > heights[lag - 1] && heights[lag] >= heights[lag + 1]
    if (isPeak && heights[lag] >= least && isAllowed(lag) && (best === 1 || heights[lag] > heights[best])) best = lag
  }
  return best
}

/**
 * The divisor of a season whose autocorrelation stands out most from those at half of it before and after; 1 without one. A
 * peak alone does not show it, as the slope of the longer season moves peaks.
 */
function clearestDivisor(heights: Float64Array, season: number): number {
  const contrast = (lag: number): number =>
    heights[lag] - (heights[Math.round(lag / 2)] + heights[Math.round(1.5 * lag)]) / 2
  let best = 1
  for (let lag = 2; lag < season; lag++)
    if (season % lag === 0 && heights[lag] >= least && contrast(lag) >= leastContrast)
      if (best === 1 || contrast(lag) > contrast(best)) best = lag
  return best
}

/** Whether a season is significant in half of the series or more. */
const isUsual = (series: readonly Float64Array[], season: number): boolean =>
  season > 1 && 2 * series.filter((values) => isSeasonal(values, season)).length >= series.length

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
