// Regressors for methods that have none: a regression whose errors are an ARIMA process gives their effects, the method
// forecasts the series without them, and the effects are added to its forecast.
//
// The correlation of errors matters: plain least squares on series with a trend finds effects where there are none. The
// uncertainty of the coefficients becomes part of the variance.
//
// Source: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., chapter 10.

import type { LocalForecast, LocalMethod, LocalTask, Regressors } from '../../method.ts'
import { chooseArima } from './choose.ts'
import { forecastFit } from './forecast.ts'
import type { Problem } from './problem.ts'

/** The effect of the inputs [from, to) together on each row of the history, then of the horizon. */
export function effectOf(
  { inputs }: Problem,
  coefficients: Float64Array,
  from: number,
  to = inputs.length,
): Float64Array {
  const sum = new Float64Array(inputs[0].length)
  for (let i = from; i < to; i++) for (let t = 0; t < sum.length; t++) sum[t] += coefficients[i] * inputs[i][t]
  return sum
}

/** The method with regressors. Without any it is the method itself. */
export const onRest =
  <T extends LocalTask>(method: LocalMethod<T>): LocalMethod<T> =>
  (history, task) => {
    const { regressors, ...rest } = task
    if (!regressors || regressors.names.length === 0) return method(history, task)
    return addEffects(history, regressors, task, (values) => method(values, rest as T))
  }

function addEffects(
  history: Float64Array,
  regressors: Regressors,
  { season, seasons, horizon }: LocalTask,
  forecast: (rest: Float64Array) => LocalForecast,
): LocalForecast {
  const fit = chooseArima({ history, season, seasons, horizon, regressors, few: true })
  if (!fit) return forecast(history)
  const first = fit.problem.inputs.length - regressors.names.length
  const { coefficients, regressorVariance } = forecastFit(fit, horizon, first)
  const effects = centred(effectOf(fit.problem, coefficients, first), history)
  const rows = history.length
  const { mean, deviation, fitted, components } = forecast(history.map((value, t) => value - effects[t]))
  return {
    mean: mean.map((value, h) => value + effects[rows + h]),
    deviation: deviation.map((value, h) => Math.sqrt(value ** 2 + Math.max(0, regressorVariance[h]))),
    ...(fitted && { fitted: fitted.map((value, t) => value + effects[t]) }),
    components: { ...components, regression: effects },
  }
}

/** The effects minus their mean in the history: the series without them keeps its level, and mostly its sign. */
function centred(effects: Float64Array, history: Float64Array): Float64Array {
  let sum = 0
  let count = 0
  history.forEach((value, t) => {
    if (Number.isNaN(value)) return
    sum += effects[t]
    count++
  })
  return effects.map((value) => value - sum / count)
}
