// How often to difference: unit root tests as in auto.arima.
//
//   d: KPSS with a constant. With S(t) the sums of the values minus their mean, and s^2 the long-run variance by the
//      weights of Bartlett up to the lag 3 sqrt(n) / 13, the statistic is the sum of S(t)^2 / (n^2 s^2). Above 0.463, its
//      5 % point, the series is differenced, and tested again, up to twice.
//   D: once if the strength of the season is above 0.64.
//
// Source: Kwiatkowski, Phillips, Schmidt, Shin 1992; Hyndman and Khandakar 2008, "Automatic time series forecasting: the
// forecast package for R", section 3.1; Wang, Smith, Hyndman 2006 for the strength.

import { fillGaps } from '../../numeric/fill_gaps.ts'
import { seasonalStrength } from '../../numeric/seasonal_strength.ts'

const kpssLimit = 0.463
const strengthLimit = 0.64
const mostDifferences = 2
/** Rounding errors of differences, as a share of the values. */
const rounding = 1e-14

/** The number of differences at lag 1. Missing values are left out. */
export function differencesNeeded(series: Float64Array, size = sizeOf(series)): number {
  let values = series.filter((value) => !Number.isNaN(value))
  let count = 0
  while (count < mostDifferences && values.length > 1 && !isFlat(values, size) && kpss(values) > kpssLimit) {
    const before = values
    values = before.subarray(1).map((value, t) => value - before[t])
    count++
  }
  return count
}

/** Whether to difference once at the lag of a season. */
export function needsSeasonalDifference(series: Float64Array, season: number): boolean {
  if (season < 2 || series.length <= 2 * season || isFlat(series)) return false
  return seasonalStrength(fillGaps(series, season), season) > strengthLimit
}

/** The largest size of a value. */
export const sizeOf = (values: Float64Array): number =>
  values.reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 0)

/**
 * Whether all observed values are equal, up to rounding.
 *
 * @param size - the size of the numbers that the values are differences of
 */
export function isFlat(values: Float64Array, size = sizeOf(values)): boolean {
  const first = values.find((value) => !Number.isNaN(value)) ?? 0
  return !values.some((value) => Math.abs(value - first) > rounding * size)
}

function kpss(values: Float64Array): number {
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  const rest = values.map((value) => value - mean)
  let sum = 0
  let squares = 0
  for (const value of rest) {
    sum += value
    squares += sum * sum
  }
  const most = Math.trunc((3 * Math.sqrt(n)) / 13)
  let variance = 0
  for (let lag = 0; lag <= most; lag++) {
    let product = 0
    for (let t = lag; t < n; t++) product += rest[t] * rest[t - lag]
    variance += (lag === 0 ? product : 2 * (1 - lag / (most + 1)) * product) / n
  }
  return squares / (n * n * variance)
}
