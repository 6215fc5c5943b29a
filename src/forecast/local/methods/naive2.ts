// Naive 2 of the M competitions: the naive forecast of the seasonally adjusted series, with the season added back.
//
// Source: Makridakis, Spiliotis, Assimakopoulos 2020, "The M4 Competition", section 2.3.
//
// Missing values are filled (fill_gaps.ts).

import type { LocalForecast, LocalTask } from '../method.ts'
import { fillGaps } from '../numeric/fill_gaps.ts'
import { testedSeasonality, withoutSeason, withSeason } from '../numeric/seasonality.ts'
import { naiveForecast } from './naive.ts'

export function naive2Forecast(history: Float64Array, task: LocalTask): LocalForecast {
  const values = fillGaps(history, task.season)
  const seasonality = testedSeasonality(values, task.season)
  const forecast = naiveForecast(withoutSeason(values, seasonality), task)
  const { mean: fitted } = withSeason({ mean: forecast.fitted, deviation: forecast.deviation }, seasonality, 0)
  return { ...withSeason(forecast, seasonality, values.length), fitted }
}
