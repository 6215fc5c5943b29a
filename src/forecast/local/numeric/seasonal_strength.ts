// How strong a season is: 1 - variance of the remainder / variance of season and remainder, from 0 to 1, by STL.
//
// Source: Wang, Smith, Hyndman 2006, "Characteristic-based clustering for time series data". The window of the season is
// that of `mstl` in R's forecast.

import { atOnce } from '../../../base/resources/turns.ts'
import { mstl } from '../decomposition/mstl.ts'

/** The strength of a season in a series without gaps that is longer than two seasons. */
export function seasonalStrength(values: Float64Array, season: number): number {
  const { seasons, remainder } = atOnce(mstl(values, [season]))
  const strength = 1 - varianceAround(remainder) / varianceAround(remainder.map((value, t) => value + seasons[0][t]))
  return Math.max(0, Math.min(1, strength))
}

function varianceAround(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
}
