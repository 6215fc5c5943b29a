// Simple exponential smoothing by least squares: l(t) = l(t-1) + a (y(t) - l(t-1)), with the a and l(0) for which the
// sum of squared one-step errors is smallest.
//
// l(0) enters the error of y(t) with weight (1 - a)^(t-1). So for each a the best l(0) has a closed form, and only a is
// searched.
//
// Source: Hyndman, Koehler, Ord, Snyder 2008, "Forecasting with Exponential Smoothing", sections 2.3 and 5.2.

import { minimise } from './minimise.ts'

export interface Smoothing {
  alpha: number
  /** The level after the last value, which is the forecast. */
  level: number
  /** The forecast of each value from the values before it. */
  fitted: Float64Array
}

/** @param most - the largest alpha that is tried */
export function simpleSmoothing(values: Float64Array, most = 0.9999): Smoothing {
  const alpha = minimise((a) => squaresOf(values, a).squares, 1e-4, most)
  const fitted = new Float64Array(values.length)
  let level = squaresOf(values, alpha).initial
  for (let t = 0; t < values.length; t++) {
    fitted[t] = level
    level += alpha * (values[t] - level)
  }
  return { alpha, level, fitted }
}

function squaresOf(values: Float64Array, alpha: number): { squares: number; initial: number } {
  // If the first level l(0) is 0, the error at step t is e(t). For any other l(0) it is e(t) - l(0) w(t), where
  // w(t) = (1 - alpha)^t. The l(0) with the least squares follows from the sums of e e, e w and w w.
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
