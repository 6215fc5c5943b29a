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
import { effectOf } from './effects.ts'
import type { Fit } from './fit.ts'
import { forecastFit } from './forecast.ts'

export interface ArimaTask extends LocalTask {
  readonly order?: readonly [p: number, d: number, q: number] | undefined
  readonly seasonalOrder?: readonly [P: number, D: number, Q: number] | undefined
  readonly constant?: boolean | undefined
}

export function arimaForecast(history: Float64Array, task: ArimaTask): LocalForecast {
  if (isConstant(history)) return naiveForecast(history, task)
  const fit = chooseArima({ history, ...task })
  if (!fit) return naiveForecast(history, task)
  const { mean, variance, fitted, coefficients } = forecastFit(fit, task.horizon)
  const deviation = variance.map((value) => Math.sqrt(Math.max(0, value)))
  return { mean, deviation, fitted, components: parts(fit, coefficients, task.regressors?.names.length ?? 0) }
}

/** The parts of the regression: the waves of long seasons, and the regressors, which are the last `count` inputs. */
function parts({ problem, constant }: Fit, coefficients: Float64Array, count: number): Record<string, Float64Array> {
  const first = constant ? 1 : 0
  const end = problem.inputs.length - count
  return {
    ...(end > first && { 'long seasons': effectOf(problem, coefficients, first, end) }),
    ...(count > 0 && { regression: effectOf(problem, coefficients, end) }),
  }
}
