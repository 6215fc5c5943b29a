import type { LocalMethod, LocalTask } from '../method.ts'
import { arForecast } from './ar/ar.ts'
import { arimaForecast } from './arima/arima.ts'
import { onRest } from './arima/effects.ts'
import { driftForecast } from './drift.ts'
import { etsForecast } from './ets/ets.ts'
import { crostonForecast } from './intermittent/croston.ts'
import { adidaForecast, imapaForecast } from './intermittent/imapa.ts'
import { tsbForecast } from './intermittent/tsb.ts'
import { levelShapeForecast } from './level_shape/level_shape.ts'
import { meanForecast } from './mean.ts'
import { mstlForecast } from './mstl.ts'
import { naiveForecast } from './naive.ts'
import { naive2Forecast } from './naive2.ts'
import { seasonalNaiveForecast } from './seasonal_naive.ts'
import { thetaForecast } from './theta/theta.ts'

/** All local methods, by the kind of the forecaster. Messages to workers hold the kind, not the function. */
export const methods = {
  naive: naiveForecast,
  seasonalNaive: seasonalNaiveForecast,
  drift: driftForecast,
  mean: meanForecast,
  naive2: naive2Forecast,
  theta: onRest(thetaForecast),
  ets: onRest(etsForecast),
  ar: arForecast,
  arima: arimaForecast,
  levelShape: levelShapeForecast,
  croston: crostonForecast,
  tsb: tsbForecast,
  imapa: imapaForecast,
  adida: adidaForecast,
  mstl: mstlForecast,
} satisfies Record<string, LocalMethod>

export type LocalMethodName = keyof typeof methods

export const methodOf = (kind: LocalMethodName): LocalMethod<LocalTask> => methods[kind]

/** The methods that use covariates that are known in the future. */
export const readsKnown: ReadonlySet<LocalMethodName> = new Set<LocalMethodName>(['arima', 'ets', 'theta'])

const standardTheta: LocalMethod<LocalTask> = (history, task) =>
  thetaForecast(history, { season: task.season, horizon: task.horizon, form: 'standard' })

/**
 * The method that stands for each in the forecasts from earlier origins which measure its errors: itself, or a quick one that
 * errs about as much; `null` if the spread of its formulas is right.
 */
const rehearsals: Record<LocalMethodName, LocalMethod<LocalTask> | null> = {
  ...methods,
  theta: thetaForecast,
  ets: standardTheta,
  arima: standardTheta,
  mstl: standardTheta,
  croston: null,
  tsb: null,
  imapa: null,
  adida: null,
}

export const rehearsalOf = (kind: LocalMethodName): LocalMethod<LocalTask> | null => rehearsals[kind]
