// The dynamic optimised Theta model. With A(t) + B(t) k the straight line of least squares through y(1) ... y(t):
//
//   mu(t) = l(t-1) + w ((1-a)^(t-1) A(t-1) + (1 - (1-a)^t) / a B(t-1)),   w = 1 - 1 / theta,  theta from 1 to 50
//   l(t)  = a y(t) + (1 - a) l(t-1)
//
// The line follows the series, and theta is chosen: 1 is simple exponential smoothing, 2 the usual Theta method. With an
// l(0) of 0 the error is d(t); for any l(0) and w it is d(t) - l(0) (1-a)^(t-1) - w D(t), D the bracket above. So for each a
// the best l(0) and w have a closed form, and only a is searched. The forecast puts its own values into the recursion. Its
// variance is taken as that of the usual method.
//
// Source: Fiorucci, Pellegrini, Louzada, Petropoulos, Koehler 2016, "Models for optimising the theta method and their
// relationship to state space models", section 2.3.

import { eachStep, varianceOf } from '../../method.ts'
import { minimise } from '../../numeric/minimise.ts'
import type { Fitted } from './standard.ts'

/** The fewest values for which three parameters are estimated. */
export const leastValues = 6
const mostWeight = 1 - 1 / 50

interface Solution {
  readonly squares: number
  readonly level: number
  readonly weight: number
}

/** The forecast of a series without gaps and season. */
export function dynamicTheta(values: Float64Array, horizon: number): Fitted {
  const { length } = values
  // Adding a number to all values adds it to the forecast. Differences keep the digits of series with a large level.
  const origin = values[0]
  const changes = values.map((value) => value - origin)
  const lines = linesThrough(changes)
  const alpha = minimise((a) => solve(changes, lines, a).squares, 0.02, 0.9999)
  const { squares, level: first, weight } = solve(changes, lines, alpha)
  const path = new Float64Array(length + horizon)
  const line = new GrowingLine()
  let level = first
  let power = 1
  for (let t = 0; t < path.length; t++) {
    const left = power * (1 - alpha)
    path[t] = level + weight * (power * line.intercept + ((1 - left) / alpha) * line.slope)
    const value = t < length ? changes[t] : path[t]
    line.add(value)
    level += alpha * (value - level)
    power = left
  }
  const variance = varianceOf(squares, length - 3)
  const forecast = eachStep(
    horizon,
    (h) => origin + path[length + h - 1],
    (h) => variance * (1 + (h - 1) * alpha ** 2),
  )
  return { ...forecast, fitted: path.subarray(0, length).map((value) => origin + value) }
}

/** The line of least squares through the values at times 1, 2, ..., updated value by value. */
class GrowingLine {
  intercept = 0
  slope = 0
  #count = 0
  #mean = 0

  add(value: number): void {
    const count = ++this.#count
    const change = value - this.#mean
    if (count > 1) this.slope = ((count - 2) * this.slope + (6 / count) * change) / (count + 1)
    this.#mean += change / count
    this.intercept = this.#mean - ((count + 1) / 2) * this.slope
  }
}

interface Lines {
  readonly intercepts: Float64Array
  readonly slopes: Float64Array
}

/** The lines through the values before each row. */
function linesThrough(values: Float64Array): Lines {
  const intercepts = new Float64Array(values.length)
  const slopes = new Float64Array(values.length)
  const line = new GrowingLine()
  for (let t = 0; t < values.length; t++) {
    intercepts[t] = line.intercept
    slopes[t] = line.slope
    line.add(values[t])
  }
  return { intercepts, slopes }
}

/** First level and weight with the least squares for one smoothing parameter. */
function solve(values: Float64Array, { intercepts, slopes }: Lines, alpha: number): Solution {
  let [dd, dl, dw, ll, lw, ww] = [0, 0, 0, 0, 0, 0]
  let level = 0
  let power = 1
  for (let t = 0; t < values.length; t++) {
    const left = power * (1 - alpha)
    const pull = power * intercepts[t] + ((1 - left) / alpha) * slopes[t]
    const error = values[t] - level
    dd += error * error
    dl += error * power
    dw += error * pull
    ll += power * power
    lw += power * pull
    ww += pull * pull
    level += alpha * error
    power = left
  }
  const determinant = ll * ww - lw * lw
  const free = determinant > 1e-12 * ll * ww ? (ll * dw - lw * dl) / determinant : 0
  const weight = Math.min(mostWeight, Math.max(0, free))
  const first = (dl - weight * lw) / ll
  const squares =
    dd - 2 * (first * dl + weight * dw) + first * first * ll + 2 * first * weight * lw + weight * weight * ww
  return { squares: Math.max(0, squares), level: first, weight }
}
