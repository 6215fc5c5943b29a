// Seasonality as in the M competitions: autocorrelation tests for it, and classical decomposition removes it.
//
// Source: Makridakis, Spiliotis, Assimakopoulos 2020, "The M4 Competition", section 2.3, and its benchmarks' code.

import { meanOf } from '../method.ts'

export type Decomposition = 'additive' | 'multiplicative'

export interface Seasonality {
  kind: Decomposition
  /** One index for each place in the season, from the first value on: with mean 1 if multiplicative, else mean 0. */
  indices: Float64Array
}

/** The seasonality of a series without gaps, or null if the test finds none. Multiplicative if all values exceed 0. */
export function testedSeasonality(values: Float64Array, season: number): Seasonality | null {
  if (!isSeasonal(values, season)) return null
  const kind = values.every((value) => value > 0) ? 'multiplicative' : 'additive'
  return { kind, indices: seasonalIndices(values, season, kind) }
}

/**
 * Whether the autocorrelation at the lag of a season is significant: outside the 90 % limits for a series with
 * autocorrelation at shorter lags only (Bartlett). It needs three seasons.
 */
export function isSeasonal(values: Float64Array, season: number): boolean {
  if (season < 2 || values.length < 3 * season) return false
  const mean = meanOf(values)
  const centred = values.map((value) => value - mean)
  const covariance = (lag: number): number => {
    let sum = 0
    for (let t = lag; t < centred.length; t++) sum += centred[t] * centred[t - lag]
    return sum
  }
  const variance = covariance(0)
  let squares = 0
  for (let lag = 1; lag < season; lag++) squares += (covariance(lag) / variance) ** 2
  return Math.abs(covariance(season) / variance) > 1.645 * Math.sqrt((1 + 2 * squares) / values.length)
}

/**
 * Classical decomposition. Each value is divided by the centred moving average over a season (multiplicative), or the
 * average is subtracted (additive). The indices are the means of the results at each place in the season, scaled to
 * mean 1 or shifted to mean 0. It needs two seasons.
 *
 * Source: Kendall and Stuart 1983; `decompose` in R.
 */
export function seasonalIndices(values: Float64Array, season: number, kind: Decomposition): Float64Array {
  const half = Math.floor(season / 2)
  const sums = new Float64Array(season)
  const counts = new Float64Array(season)
  for (let t = half; t < values.length - half; t++) {
    let trend = 0
    for (let i = t - half; i <= t + half; i++) trend += values[i]
    // For an even season the window has one value more than the season, so both ends count half.
    if (season % 2 === 0) trend -= (values[t - half] + values[t + half]) / 2
    trend /= season
    sums[t % season] += kind === 'additive' ? values[t] - trend : values[t] / trend
    counts[t % season]++
  }
  const indices = sums.map((sum, place) => sum / counts[place])
  const mean = meanOf(indices)
  return indices.map((index) => (kind === 'additive' ? index - mean : index / mean))
}

/** The series with its seasonality removed. */
export function withoutSeason(values: Float64Array, seasonality: Seasonality | null): Float64Array {
  if (!seasonality) return values
  const { kind, indices } = seasonality
  return values.map((value, t) =>
    kind === 'additive' ? value - indices[t % indices.length] : value / indices[t % indices.length],
  )
}

/** Adds the seasonality to a forecast that begins `length` values after the start of the series. */
export function withSeason<T extends { mean: Float64Array; deviation: Float64Array }>(
  { mean, deviation }: T,
  seasonality: Seasonality | null,
  length: number,
): { mean: Float64Array; deviation: Float64Array } {
  if (!seasonality) return { mean, deviation }
  const { kind, indices } = seasonality
  const index = (step: number): number => indices[(length + step) % indices.length]
  if (kind === 'additive') return { mean: mean.map((value, step) => value + index(step)), deviation }
  return {
    mean: mean.map((value, step) => value * index(step)),
    deviation: deviation.map((value, step) => value * index(step)),
  }
}
