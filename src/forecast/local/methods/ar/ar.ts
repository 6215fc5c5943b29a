// Autoregression on a fixed window:  y(t) = c + sum over lags of a(lag) y(t - lag) + e(t),  by least squares.
//
//   around the last value:  the weights a sum to 1, so the forecast returns to no level; estimated as
//                           y(t) - y(t - first) = c + sum over the other lags of a(lag) (y(t - lag) - y(t - first))
//                           + e(t)
//   around the mean:        any weights, the classical form
//
//   variance(h) = s^2 (psi(0)^2 + ... + psi(h-1)^2),  psi(0) = 1,  psi(j) = sum over lags of a(lag) psi(j - lag)
//
// Series are first scaled to mean 0 and standard deviation 1, so that many series can share one set of coefficients.
//
// Source: Box, Jenkins, Reinsel 2008, "Time Series Analysis", sections 5.2 and 7.
//
// Missing values: the estimate uses only rows whose value and lags are all observed. For the forecast, missing lags are
// filled (fill_gaps.ts), and lags before the start of the series take its first value.

import { isConstant, type LocalForecast, type LocalTask, meanOf } from '../../method.ts'
import { fillGaps } from '../../numeric/fill_gaps.ts'
import { naiveForecast } from '../naive.ts'
import { NormalEquations } from './regression.ts'

export interface ArForm {
  /** Ascending; each 1 or more. */
  readonly lags: readonly number[]
  readonly around: 'last' | 'mean'
}

export interface ArTask extends LocalTask, Partial<ArForm> {
  /** A model learned from many series. Without it, the model is estimated from this series. */
  readonly shared?: ArModel | undefined
}

export interface ArModel {
  readonly lags: readonly number[]
  /** First the constant, then the coefficient of each lag. */
  readonly coefficients: Float64Array
  /** Variance of the errors, for series scaled to standard deviation 1. */
  readonly variance: number
}

/**
 * The lags of one season and one step more; of two seasons and one step more if there are ten rows for each of them. If
 * the season is longer than 24 steps: the last eight steps, and two steps a season ago.
 */
export function defaultLags(season: number, rows: number): number[] {
  const upTo = (lag: number): number[] => Array.from({ length: lag }, (_, i) => i + 1)
  if (season === 1) return upTo(rows >= 80 ? 8 : 2)
  if (season > 24) return [...upTo(8), season, season + 1]
  return upTo(rows >= 10 * (2 * season + 1) ? 2 * season + 1 : season + 1)
}

/** The longest lags are dropped until a series has this many rows for each coefficient. */
const rowsPerCoefficient = 2

export function arForecast(history: Float64Array, task: ArTask): LocalForecast {
  if (isConstant(history)) return naiveForecast(history, task)
  const { centre, scale } = centreAndScale(history)
  const values = history.map((value) => (value - centre) / scale)
  const { lags = defaultLags(task.season, history.length), around = 'last' } = task
  const model = task.shared ?? fitOne(values, { lags, around })
  // No value has all its lags.
  if (!model) return naiveForecast(history, task)
  const { mean, deviation } = continued(fillGaps(values, task.season), model, task.horizon)
  return { mean: mean.map((value) => centre + scale * value), deviation: deviation.map((value) => scale * value) }
}

function fitOne(values: Float64Array, { lags, around }: ArForm): ArModel | undefined {
  for (let count = lags.length; ; count--) {
    const form = { lags: lags.slice(0, count), around }
    const equations = emptyEquations(form)
    addSeries(equations, values, form)
    if (equations.rows >= rowsPerCoefficient * equations.size || count === 1)
      return equations.rows > 0 ? solveModel(equations, form) : undefined
  }
}

/** Equations without rows yet: one column for the constant, and one for each lag whose weight is free. */
export const emptyEquations = ({ lags, around }: ArForm): NormalEquations =>
  new NormalEquations(around === 'last' ? lags.length : lags.length + 1)

/** Adds the rows of a series with mean 0 and standard deviation 1. */
export function addSeries(equations: NormalEquations, values: Float64Array, { lags, around }: ArForm): void {
  const x = new Float64Array(equations.size)
  const free = around === 'last' ? lags.slice(1) : lags
  x[0] = 1
  for (let t = lags[lags.length - 1]; t < values.length; t++) {
    const base = around === 'last' ? values[t - lags[0]] : 0
    let sum = base + values[t]
    free.forEach((lag, i) => {
      x[i + 1] = values[t - lag] - base
      sum += x[i + 1]
    })
    // The sum is NaN if any of these values is NaN.
    if (!Number.isNaN(sum)) equations.add(x, values[t] - base)
  }
}

export function solveModel(equations: NormalEquations, { lags, around }: ArForm): ArModel {
  const { coefficients, variance } = equations.solve()
  if (around === 'mean') return { lags, coefficients, variance }
  const free = coefficients.subarray(1)
  const first = 1 - free.reduce((sum, coefficient) => sum + coefficient, 0)
  return { lags, coefficients: Float64Array.of(coefficients[0], first, ...free), variance }
}

/** Mean and standard deviation of a series; a constant series has the scale 1. */
export function centreAndScale(history: Float64Array): { centre: number; scale: number } {
  const values = history.filter((value) => !Number.isNaN(value))
  const centre = meanOf(values)
  const scale = Math.sqrt(meanOf(values.map((value) => (value - centre) ** 2)))
  return { centre, scale: scale || 1 }
}

function continued(values: Float64Array, { lags, coefficients, variance }: ArModel, horizon: number): LocalForecast {
  const length = values.length
  const path = new Float64Array(length + horizon)
  path.set(values)
  const psi = new Float64Array(horizon)
  psi[0] = 1
  const deviation = new Float64Array(horizon)
  let squares = 0
  for (let step = 0; step < horizon; step++) {
    path[length + step] = coefficients[0]
    lags.forEach((lag, i) => {
      path[length + step] += coefficients[i + 1] * path[Math.max(0, length + step - lag)]
      if (lag <= step) psi[step] += coefficients[i + 1] * psi[step - lag]
    })
    squares += psi[step] ** 2
    deviation[step] = Math.sqrt(variance * squares)
  }
  return { mean: path.subarray(length), deviation }
}
