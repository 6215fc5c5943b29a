// Simple exponential smoothing by least squares: l(t) = l(t-1) + a (y(t) - l(t-1)), with the a and l(0) whose one-step
// errors have the smallest sum of squares.
//
// l(0) enters every error with weight (1 - a)^(t-1), so that for a given a the best one is a regression in closed form,
// and the search is over a alone.
//
// Source: Hyndman, Koehler, Ord, Snyder 2008, "Forecasting with Exponential Smoothing", sections 2.3 and 5.2.

import { minimise } from './minimise.ts'

export interface Smoothing {
  alpha: number
  /** After the last value: the forecast. */
  level: number
  /** The forecast of each value from those before it. */
  fitted: Float64Array
}

export function simpleSmoothing(values: Float64Array): Smoothing {
  const alpha = minimise((a) => squaresOf(values, a).squares, 1e-4, 0.9999)
  const fitted = new Float64Array(values.length)
  let level = squaresOf(values, alpha).initial
  for (let t = 0; t < values.length; t++) {
    fitted[t] = level
    level += alpha * (values[t] - level)
  }
  return { alpha, level, fitted }
}

function squaresOf(values: Float64Array, alpha: number): { squares: number; initial: number } {
  // Errors from l(0) = 0 are e; those from any l(0) are e - l(0) w.
  let level = 0
  let weight = 1
  let ee = 0
  let ew = 0
  let ww = 0
  for (let t = 0; t < values.length; t++) {
    const error = values[t] - level
    ee += error * error
    ew += error * weight
    ww += weight * weight
    level += alpha * error
    weight *= 1 - alpha
  }
  return { squares: ee - (ew * ew) / ww, initial: ew / ww }
}
