// The Theta method on the seasonally adjusted series.
//
// Source: see standard.ts and dynamic.ts; Makridakis, Spiliotis, Assimakopoulos 2020 for the seasonal adjustment.
//
// Missing values are filled (fill_gaps.ts).

import { forecastSeveral } from '../../decomposition/several_seasons.ts'
import type { LocalForecast, LocalTask } from '../../method.ts'
import { fillGaps } from '../../numeric/fill_gaps.ts'
import { withoutSeason } from '../../numeric/seasonality.ts'
import { dynamicTheta, leastValues } from './dynamic.ts'
import { chooseSeasonality, reseasoned, shiftedBy } from './season.ts'
import { standardTheta } from './standard.ts'

export interface ThetaTask extends LocalTask {
  /** `dynamic` (default) or `standard`. */
  readonly form?: 'dynamic' | 'standard' | undefined
}

export function thetaForecast(history: Float64Array, task: ThetaTask): LocalForecast {
  return forecastSeveral(history, task, ofOneSeason) ?? ofOneSeason(history, task)
}

function ofOneSeason(history: Float64Array, task: ThetaTask): LocalForecast {
  const { season, horizon, form = 'dynamic' } = task
  const values = fillGaps(history, season)
  const method = form === 'standard' || values.length < leastValues ? standardTheta : dynamicTheta
  const { shift, seasonality } = chooseSeasonality(values, season, form)
  return reseasoned(method(withoutSeason(shiftedBy(values, shift), seasonality), horizon), { shift, seasonality })
}
