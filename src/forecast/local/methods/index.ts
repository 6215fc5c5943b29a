import type { LocalMethod, LocalTask } from '../method.ts'
import { arForecast } from './ar/ar.ts'
import { arimaForecast } from './arima/arima.ts'
import { onRest } from './arima/effects.ts'
import { driftForecast } from './drift.ts'
import { etsForecast } from './ets/ets.ts'
import { meanForecast } from './mean.ts'
import { naiveForecast } from './naive.ts'
import { naive2Forecast } from './naive2.ts'
import { seasonalNaiveForecast } from './seasonal_naive.ts'
import { thetaForecast } from './theta.ts'

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
} satisfies Record<string, LocalMethod>

export type LocalMethodName = keyof typeof methods

export const methodOf = (kind: LocalMethodName): LocalMethod<LocalTask> => methods[kind]

/** The methods that use covariates that are known in the future. */
export const readsKnown: ReadonlySet<LocalMethodName> = new Set<LocalMethodName>(['arima', 'ets', 'theta'])
