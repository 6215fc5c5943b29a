// ARIMA with seasonal orders and regressors:
//
//   y(t) = constant + sum of b[i] x[i](t) + n(t)
//   phi(B) Phi(B^m) (1 - B)^d (1 - B^m)^D n(t) = theta(B) Theta(B^m) e(t)
//
// The constant is a mean for d + D = 0 and a drift per step for d + D = 1. Coefficients maximise the exact likelihood
// (fit.ts); orders that are not given are chosen by AICc (choose.ts).
//
// Source: Box, Jenkins, Reinsel 2008, "Time Series Analysis", chapters 5, 7 and 9; Hyndman and Khandakar 2008.
//
// Missing values stay missing: the Kalman filter of kalman.ts predicts over them.

import { isConstant, type LocalForecast, type LocalTask } from '../../method.ts'
import { naiveForecast } from '../naive.ts'
import { chooseArima } from './choose.ts'
import { forecastFit } from './forecast.ts'

export interface ArimaTask extends LocalTask {
  readonly order?: readonly [p: number, d: number, q: number] | undefined
  readonly seasonalOrder?: readonly [P: number, D: number, Q: number] | undefined
  readonly constant?: boolean | undefined
}

export function arimaForecast(history: Float64Array, task: ArimaTask): LocalForecast {
  const { season, horizon, regressors, order, seasonalOrder, constant } = task
  if (isConstant(history)) return naiveForecast(history, task)
  const fit = chooseArima({ history, season, horizon, regressors, order, seasonalOrder, constant })
  if (!fit) return naiveForecast(history, task)
  const { mean, variance, fitted } = forecastFit(fit, horizon)
  return { mean, deviation: variance.map((value) => Math.sqrt(Math.max(0, value))), fitted }
}
