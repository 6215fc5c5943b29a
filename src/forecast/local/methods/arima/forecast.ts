// The forecast of a fitted model. The mean follows from the state after the last value. Its error has three parts:
//
//   errors to come           s^2 times the sum of psi(j)^2, psi(j) the effect of an error on the value j steps later
//   the state                with a moving average, past errors are known only up to the terms M L L' (whiten.ts) that
//                            more rows would still take away
//   regressors               the covariance of their coefficients, around what the filter forecasts of each regressor
//
// All three are effects on the differenced series; sums of them along the horizon give those on the series itself.
//
// Source: Box, Jenkins, Reinsel 2008, section 5.2; Harvey 1989, section 3.4.

import { type KalmanRoom, measure, observed, step } from './filter/kalman.ts'
import { type FilterRoom, moveDirection, moveState } from './filter/whiten.ts'
import { evaluationOf, type Fit, filtered, regressionOf } from './fit.ts'
import { differenceWeights, rowsLost } from './orders.ts'
import { coefficientsOfInputs, levelOf } from './problem.ts'

export interface FitForecast {
  readonly mean: Float64Array
  readonly variance: Float64Array
  /** The part of the variance that comes from the coefficients of the regressors from `first` on. */
  readonly regressorVariance: Float64Array
  readonly fitted: Float64Array
  /** The coefficient of each input of the problem. */
  readonly coefficients: Float64Array
}

/** The steps after which the uncertainty of the state is taken as it is then. */
const mostTerms = 2000

export function forecastFit(fit: Fit, horizon: number, first = 0): FitForecast {
  const { problem } = fit
  const evaluation = evaluationOf(problem, fit.orders)
  filtered(evaluation, fit.coefficients)
  const regression = regressionOf(evaluation)
  const unit = regression.squares / (problem.counted - fit.parameters + 1)
  const own = problem.start.map((value, c) => value + regression.coefficients[c])
  const rows = problem.values.length
  const { room } = evaluation
  const steps =
    'weights' in room
      ? gapSteps(room, regression.coefficients, horizon, levelOf(problem))
      : completeSteps(fit, room, regression.coefficients, horizon)
  const mean = new Float64Array(horizon)
  const variance = new Float64Array(horizon)
  const regressorVariance = new Float64Array(horizon)
  const future = problem.columns.map((column) => column.subarray(rows, rows + horizon))
  const weights = problem.gaps ? new Float64Array(0) : differenceWeights(fit.orders)
  const effect = Float64Array.from({ length: horizon }, (_, h) =>
    future.reduce((sum, column, c) => sum + own[c] * column[h], 0),
  )
  const sums = integrated(
    effect.map((value, h) => value + steps.mean[h]),
    weights,
    problem.gaps ? undefined : problem.history,
  )
  const surprises = future.map((column, c) =>
    integrated(
      column.map((value, h) => value - steps.columns[c][h]),
      weights,
    ),
  )
  const count = surprises.length
  for (let h = 0; h < horizon; h++) {
    mean[h] = sums[h]
    for (let i = 0; i < count; i++)
      for (let j = 0; j < count; j++) {
        const part = unit * surprises[i][h] * surprises[j][h] * regression.covariance[i * count + j]
        variance[h] += part
        if (i >= first && j >= first) regressorVariance[h] += part
      }
    variance[h] += unit * steps.variance[h]
  }
  return {
    mean,
    variance,
    regressorVariance,
    fitted: fittedValues(fit, room, regression.coefficients),
    coefficients: coefficientsOfInputs(problem, own),
  }
}

/** Forecasts of the differenced series and columns, and the variance of the series for errors of variance 1. */
interface Steps {
  readonly mean: Float64Array
  readonly columns: readonly Float64Array[]
  readonly variance: Float64Array
}

function completeSteps(fit: Fit, room: FilterRoom, coefficients: Float64Array, horizon: number): Steps {
  const { polynomials, states, direction } = room
  const weights = differenceWeights(fit.orders)
  const response = (from: Float64Array): Float64Array => {
    const state = from.slice()
    return Float64Array.from({ length: horizon }, () => {
      const [value] = state
      moveState(state, polynomials)
      return value
    })
  }
  const columns = states.slice(1).map(response)
  const mean = response(states[0]).map((value, h) =>
    columns.reduce((sum, column, c) => sum - coefficients[c] * column[h], value),
  )
  const effects = integrated(response(polynomials.theta.subarray(0, polynomials.size)), weights)
  const variance = new Float64Array(horizon)
  for (let h = 0, sum = 0; h < horizon; h++) {
    sum += effects[h] ** 2
    variance[h] = sum
  }
  for (let term = 0; term < mostTerms && room.factor !== 0; term++) {
    const unknown = integrated(response(direction), weights)
    let most = 0
    for (let h = 0; h < horizon; h++) {
      const part = -room.factor * unknown[h] ** 2
      variance[h] += part
      most = Math.max(most, part / variance[h])
    }
    moveDirection(room)
    if (most < 1e-12 && term >= polynomials.size) break
  }
  return { mean, columns, variance }
}

function gapSteps(room: KalmanRoom, coefficients: Float64Array, horizon: number, level: number): Steps {
  const { states } = room
  const mean = new Float64Array(horizon)
  const columns = states.slice(1).map(() => new Float64Array(horizon))
  const variance = new Float64Array(horizon)
  for (let h = 0; h < horizon; h++) {
    variance[h] = measure(room)
    mean[h] = level + observed(states[0], room)
    columns.forEach((column, c) => {
      column[h] = observed(states[c + 1], room)
      mean[h] -= coefficients[c] * column[h]
    })
    step(room)
  }
  return { mean, columns, variance }
}

/** Takes differencing back: y(h) = w(h) + sum of weights[i] y(h - i). Values before the first are those of a history, or 0. */
function integrated(differences: Float64Array, weights: Float64Array, history?: Float64Array): Float64Array {
  const values = differences.slice()
  for (let h = 0; h < values.length; h++)
    for (let i = 1; i <= weights.length; i++) {
      const before = i <= h ? values[h - i] : history ? history[history.length + h - i] : 0
      if (weights[i - 1] !== 0) values[h] += weights[i - 1] * before
    }
  return values
}

function fittedValues(
  { problem, orders }: Fit,
  room: FilterRoom | KalmanRoom,
  coefficients: Float64Array,
): Float64Array {
  const { history, gaps } = problem
  const fitted = new Float64Array(history.length).fill(Number.NaN)
  const lost = gaps ? 0 : rowsLost(orders)
  const [own, ...columns] = room.errors
  for (let t = 0; t < own.length; t++) {
    let error = own[t]
    columns.forEach((column, c) => {
      error -= coefficients[c] * column[t]
    })
    fitted[t + lost] = history[t + lost] - error * room.deviations[t]
  }
  return fitted
}
