// The Kalman filter for series with missing values. The state of an ARIMA model holds that of the ARMA process of the
// differences (covariance.ts), then the last values of the series:
//
//   y(t) = a[0](t) + sum of delta[i] y(t - i),  delta the weights of differencing
//
// The first values of the series are unknown: their variance is very large (diffuse). A missing value leaves the state as
// it is predicted. Rows whose error has a very large variance tell the level of the series; they do not count in the
// likelihood.
//
// Source: Harvey 1989, sections 3.3 and 3.4; Durbin and Koopman 2012, "Time Series Analysis by State Space Methods",
// section 4.10. The size of the large variance is that of `arima` in R.

import { differenceWeights } from '../orders.ts'
import { type CovarianceRoom, covarianceRoom, stateCovariance } from './covariance.ts'
import type { Polynomials } from './polynomials.ts'

const diffuse = 1e6
/** Errors with a larger variance do not count. */
const largest = 1e4

/** Room for the filter of one model, and where it ended. */
export interface KalmanRoom {
  readonly polynomials: Polynomials
  readonly weights: Float64Array
  /** Number of states: those of the ARMA process, and the past values. */
  readonly size: number
  readonly covariance: CovarianceRoom
  /** The variance of the state, row by row, and room for the next one. */
  readonly variances: Float64Array
  readonly products: Float64Array
  readonly gain: Float64Array
  readonly states: readonly Float64Array[]
  /** Errors divided by their deviations; 0 where a value is missing or the error does not count. */
  readonly errors: readonly Float64Array[]
  /** The standard deviation of each error; NaN where it does not count. */
  readonly deviations: Float64Array
}

export function kalmanRoom(polynomials: Polynomials, columns: number, rows: number): KalmanRoom {
  const weights = differenceWeights(polynomials.orders)
  const size = polynomials.size + weights.length
  return {
    polynomials,
    weights,
    size,
    covariance: covarianceRoom(polynomials),
    variances: new Float64Array(size * size),
    products: new Float64Array(size * size),
    gain: new Float64Array(size),
    states: Array.from({ length: columns }, () => new Float64Array(size)),
    errors: Array.from({ length: columns }, () => new Float64Array(rows)),
    deviations: new Float64Array(rows),
  }
}

/** Filters all columns; missing values of the first one are missing in all. Returns the sum of log F, or NaN. */
export function filterGaps(columns: readonly Float64Array[], room: KalmanRoom): number {
  const { states, errors, deviations, gain, variances, size } = room
  if (!start(room)) return Number.NaN
  let logs = 0
  for (let t = 0; t < deviations.length; t++) {
    for (const column of errors) column[t] = 0
    deviations[t] = Number.NaN
    if (!Number.isNaN(columns[0][t])) {
      const variance = measure(room)
      const counts = variance < largest
      if (counts) {
        deviations[t] = Math.sqrt(variance)
        logs += Math.log(variance)
      }
      for (let c = 0; c < columns.length; c++) {
        const error = columns[c][t] - observed(states[c], room)
        if (counts) errors[c][t] = error / deviations[t]
        for (let i = 0; i < size; i++) states[c][i] += (gain[i] * error) / variance
      }
      for (let i = 0; i < size; i++)
        for (let j = 0; j < size; j++) variances[i * size + j] -= (gain[i] * gain[j]) / variance
    }
    step(room)
  }
  return logs
}

/** Writes the covariances of value and state into the gain, and returns the variance of the value. */
export function measure({ gain, variances, size, polynomials, weights }: KalmanRoom): number {
  const from = polynomials.size
  for (let i = 0; i < size; i++) {
    let sum = variances[i * size]
    for (let k = 0; k < weights.length; k++) if (weights[k] !== 0) sum += weights[k] * variances[i * size + from + k]
    gain[i] = sum
  }
  let variance = gain[0]
  for (let k = 0; k < weights.length; k++) variance += weights[k] * gain[from + k]
  return variance
}

/** The value that a state predicts. */
export function observed(state: Float64Array, { weights, polynomials }: KalmanRoom): number {
  let sum = state[0]
  for (let k = 0; k < weights.length; k++) sum += weights[k] * state[polynomials.size + k]
  return sum
}

/** Moves the states and their variance on by one row. */
export function step(room: KalmanRoom): void {
  const { states, variances, products, size, polynomials } = room
  const { theta, size: own } = polynomials
  for (const state of states) moveOn(state, room)
  // T P, then T (T P)' = T P T', as P is symmetric.
  for (let round = 0; round < 2; round++) {
    const [from, to] = round === 0 ? [variances, products] : [products, variances]
    for (let j = 0; j < size; j++) {
      for (let i = 0; i < size; i++) to[j * size + i] = from[i * size + j]
      moveOn(to.subarray(j * size, (j + 1) * size), room)
    }
  }
  for (let i = 0; i < own; i++) for (let j = 0; j < own; j++) variances[i * size + j] += theta[i] * theta[j]
}

/** T x, in place. */
function moveOn(x: Float64Array, room: KalmanRoom): void {
  const { polynomials, weights } = room
  const { size, phi, phiLags } = polynomials
  const first = x[0]
  if (weights.length > 0) {
    const value = observed(x, room)
    for (let k = size + weights.length - 1; k > size; k--) x[k] = x[k - 1]
    x[size] = value
  }
  for (let i = 0; i < size - 1; i++) x[i] = x[i + 1]
  x[size - 1] = 0
  for (let l = 0; l < phiLags.length; l++) x[phiLags[l] - 1] += phi[phiLags[l]] * first
}

/** The state before the first row: that of a stationary process, and values of which nothing is known. */
function start({ polynomials, covariance, gain, variances, states, size }: KalmanRoom): boolean {
  const { size: own, phi, theta } = polynomials
  if (!stateCovariance(polynomials, gain, covariance)) return false
  const first = gain
  for (const state of states) state.fill(0)
  variances.fill(0)
  // P = T P T' + theta theta' gives each element from the next one along the diagonal and the first row.
  const at = (i: number, j: number) => (i < own && j < own ? variances[i * size + j] : 0)
  const lead = (i: number) => (i < own ? first[i] : 0)
  for (let i = own - 1; i >= 0; i--)
    for (let j = i; j < own; j++) {
      const value =
        at(i + 1, j + 1) +
        phi[i + 1] * lead(j + 1) +
        phi[j + 1] * lead(i + 1) +
        phi[i + 1] * phi[j + 1] * first[0] +
        theta[i] * theta[j]
      variances[i * size + j] = value
      variances[j * size + i] = value
    }
  for (let k = own; k < size; k++) variances[k * size + k] = diffuse
  return true
}
