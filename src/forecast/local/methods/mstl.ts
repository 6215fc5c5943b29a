// MSTL: several seasons by STL, the rest by another local method. See decomposition/mstl.ts and decomposition/adjusted.ts,
// also for missing values.

import { GatecastError } from '../../../base/error.ts'
import { forecastAdjusted } from '../decomposition/adjusted.ts'
import { spanFor } from '../decomposition/reversion.ts'
import { tryLog } from '../decomposition/several_seasons.ts'
import { significantSeasons } from '../decomposition/significant_seasons.ts'
import { isConstant, type LocalForecast, type LocalMethod, type LocalTask } from '../method.ts'
import { fillGaps } from '../numeric/fill_gaps.ts'
import { arForecast } from './ar/ar.ts'
import { arimaForecast } from './arima/arima.ts'
import { driftForecast } from './drift.ts'
import { etsForecast } from './ets/ets.ts'
import { meanForecast } from './mean.ts'
import { naiveForecast } from './naive.ts'
import { thetaForecast } from './theta/theta.ts'

/** The methods for the rest, by their kinds. */
const restMethods = {
  ets: etsForecast,
  theta: thetaForecast,
  arima: arimaForecast,
  ar: arForecast,
  naive: naiveForecast,
  drift: driftForecast,
  mean: meanForecast,
} satisfies Record<string, LocalMethod>

/** The name of a method for the rest. */
export type RestMethod = keyof typeof restMethods

export const restMethodNames = Object.keys(restMethods) as RestMethod[]

export interface MstlTask extends LocalTask {
  readonly method?: RestMethod | undefined
  readonly window?: number | 'periodic' | undefined
  readonly transform?: 'auto' | 'none' | 'log' | undefined
  readonly level?: 'reverting' | 'last' | undefined
}

export function mstlForecast(history: Float64Array, task: MstlTask): LocalForecast {
  if (isConstant(history)) return naiveForecast(history, task)
  const { season, horizon, seasons = [season], usual = false, method: name = 'ets', transform = 'auto' } = task
  const { window, level = 'reverting' } = task
  // The options of this method are not those of the method for the rest.
  const rest = { horizon, season: 1, seasons: [1] }
  const method = restMethods[name]
  const held = seasons.filter((period) => period > 1 && history.length > 2 * period)
  const periods = usual ? significantSeasons(fillGaps(history, season), held) : held
  if (periods.length === 0) return method(history, rest)
  const adjustment = {
    periods,
    window: window === 'periodic' ? Number.POSITIVE_INFINITY : window,
    span: level === 'last' ? 0 : spanFor(history.length, seasons),
  }
  if (transform === 'log' && !history.every((value) => value > 0 || Number.isNaN(value)))
    throw new GatecastError(
      'ERR_DATA',
      'Expected values above 0 for MSTL with transform "log", got 0 or less. Use transform: "none" or "auto"',
    )
  const { log, errors } = tryLog(history, task, adjustment)
  const chosen = transform === 'auto' ? log : transform === 'log'
  return { ...forecastAdjusted(history, rest, method, { ...adjustment, log: chosen }), errors }
}
