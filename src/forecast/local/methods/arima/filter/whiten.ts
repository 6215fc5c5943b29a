// Turns a series into its independent one-step errors of variance 1, under an ARMA model with errors of variance 1. The
// series has no missing value. Regressors go through the same filter, because it is linear.
//
//   e(t) = w(t) - a[0](t),  F = variance of e(t),  K = cov(e(t), next state)
//   a(t + 1) = T a(t) + K / F e(t),  (T x)[i] = x[i + 1] + phi[i + 1] x[0]
//
// The variance of the state differs from that of the step before by M L L', with a number M and a vector L. So a step
// takes time in proportion to the size of the state, not to its square:
//
//   F' = F + M l^2,  K' = K + M l T L,  M' = M + M^2 l^2 / F,  L' = T L - K' l / F'        with l = L[0]
//
// When L has died away, the filter is the difference equation e(t) = w(t) - phi w(t - i) - theta e(t - j).
//
// Source: Morf, Sidhu, Kailath 1974, "Some new algorithms for recursive estimation in constant, linear, discrete-time
// systems"; Melard 1984, "A fast algorithm for the exact likelihood of autoregressive-moving average models".

import { lagsOf } from '../orders.ts'
import { type CovarianceRoom, covarianceRoom, stateCovariance } from './covariance.ts'
import type { Polynomials } from './polynomials.ts'

/** Room for the filter of one model, and where it ended. */
export interface FilterRoom {
  readonly polynomials: Polynomials
  readonly covariance: CovarianceRoom
  /** cov(e, next state), and the vector L. */
  readonly gain: Float64Array
  readonly direction: Float64Array
  /** M and F after the last value. */
  factor: number
  variance: number
  /** The state of each column after the last value. */
  readonly states: readonly Float64Array[]
  /** The errors of each column, divided by their standard deviations. */
  readonly errors: readonly Float64Array[]
  /** The standard deviation of each error. */
  readonly deviations: Float64Array
}

export function filterRoom(polynomials: Polynomials, columns: number, rows: number): FilterRoom {
  const { size } = polynomials
  return {
    polynomials,
    covariance: covarianceRoom(polynomials),
    gain: new Float64Array(size),
    direction: new Float64Array(size),
    factor: 0,
    variance: 1,
    states: Array.from({ length: columns }, () => new Float64Array(size)),
    errors: Array.from({ length: columns }, () => new Float64Array(rows)),
    deviations: new Float64Array(rows),
  }
}

/** L counts as died away below this size, relative to the variance 1 of the errors. */
const negligible = 1e-15

/** Filters all columns. Returns the sum of log F over the rows; NaN for a process too close to one that is not stationary. */
export function whiten(columns: readonly Float64Array[], room: FilterRoom): number {
  const { polynomials, covariance, gain, direction, states, errors, deviations } = room
  const { size, phi, phiLags } = polynomials
  if (!stateCovariance(polynomials, direction, covariance)) return Number.NaN
  let variance = direction[0]
  advance(direction, direction[0], phi, phiLags)
  gain.set(direction)
  room.variance = variance
  room.factor = -1 / variance
  for (const state of states) state.fill(0)
  const rows = deviations.length
  let logs = 0
  let product = 1
  // The rows since L has died away. After `size` of them the state holds errors of the settled filter only.
  let settled = 0
  let t = 0
  for (; t < rows && settled <= size; t++) {
    const deviation = Math.sqrt(variance)
    deviations[t] = deviation
    product *= variance
    if (product > 1e100 || product < 1e-100) {
      logs += Math.log(product)
      product = 1
    }
    for (let c = 0; c < columns.length; c++) {
      const state = states[c]
      const first = state[0]
      const error = columns[c][t] - first
      errors[c][t] = error / deviation
      const scaled = error / variance
      for (let i = 0; i < size - 1; i++) state[i] = state[i + 1] + gain[i] * scaled
      state[size - 1] = gain[size - 1] * scaled
      for (let l = 0; l < phiLags.length; l++) state[phiLags[l] - 1] += phi[phiLags[l]] * first
    }
    if (settled > 0) settled++
    else {
      moveDirection(room)
      variance = room.variance
      if (t % 8 === 7 && isSmall(direction, room.factor)) settled = 1
    }
  }
  if (settled > 0) room.factor = 0
  logs += Math.log(product)
  if (t === rows) return logs
  for (let c = 0; c < columns.length; c++) continueSparse(columns[c], errors[c], t, room, states[c])
  // The settled variance is 1 up to rounding.
  const rest = Math.sqrt(variance)
  deviations.fill(rest, t)
  return logs + (rows - t) * Math.log(variance)
}

/** The next K, F, M and L. */
export function moveDirection(room: FilterRoom): void {
  const { gain, direction, polynomials, factor, variance } = room
  const l = direction[0]
  advance(direction, l, polynomials.phi, polynomials.phiLags)
  if (l === 0) return
  const size = direction.length
  const share = factor * l
  const next = variance + share * l
  for (let i = 0; i < size; i++) gain[i] += share * direction[i]
  const back = l / next
  for (let i = 0; i < size; i++) direction[i] -= gain[i] * back
  room.factor += (factor * share * l) / variance
  room.variance = next
}

/** Moves a state on by one row without an error. */
export const moveState = (state: Float64Array, { phi, phiLags }: Polynomials): void =>
  advance(state, state[0], phi, phiLags)

/** T x, in place. */
function advance(x: Float64Array, first: number, phi: Float64Array, phiLags: Int32Array): void {
  const last = x.length - 1
  for (let i = 0; i < last; i++) x[i] = x[i + 1]
  x[last] = 0
  for (let l = 0; l < phiLags.length; l++) x[phiLags[l] - 1] += phi[phiLags[l]] * first
}

function isSmall(direction: Float64Array, factor: number): boolean {
  let most = 0
  for (let i = 0; i < direction.length; i++) most = Math.max(most, direction[i] * direction[i])
  return Math.abs(factor) * most < negligible
}

/** The rows from `from` on by the difference equation, and the state after the last of them. */
function continueSparse(
  values: Float64Array,
  errors: Float64Array,
  from: number,
  { polynomials, deviations, variance }: FilterRoom,
  state: Float64Array,
): void {
  const { size, phi, theta } = polynomials
  const deviation = Math.sqrt(variance)
  const before = deviations.subarray(0, from)
  // The difference equation is in plain errors, of which those before are restored, and divided again at the end.
  const start = Math.max(0, from - size)
  for (let t = start; t < from; t++) errors[t] *= before[t]
  difference(values, errors, from, polynomials)
  const rows = values.length
  for (let i = 0; i < size; i++) {
    let sum = 0
    for (let j = i + 1; j <= size; j++) {
      if (phi[j] !== 0) sum += phi[j] * values[rows + i - j]
      if (theta[j] !== 0) sum += theta[j] * errors[rows + i - j]
    }
    state[i] = sum
  }
  for (let t = start; t < from; t++) errors[t] /= before[t]
  for (let t = from; t < rows; t++) errors[t] /= deviation
}

/** The plain errors of the rows from `from` on, from the values and errors before them. */
export function difference(
  values: Float64Array,
  errors: Float64Array,
  from: number,
  { phi, theta, phiLags, thetaLags }: Polynomials,
): void {
  for (let t = from; t < values.length; t++) {
    let error = values[t]
    for (let l = 0; l < phiLags.length; l++) error -= phi[phiLags[l]] * values[t - phiLags[l]]
    for (let l = 0; l < thetaLags.length; l++) {
      const lag = thetaLags[l]
      if (lag <= t) error -= theta[lag] * errors[t - lag]
    }
    errors[t] = error
  }
}

/**
 * The errors of each column if those of the first rows are 0 (conditional least squares), a quick approximation for long
 * series. The first rows, whose number it returns, hold 0.
 */
export function whitenRoughly(columns: readonly Float64Array[], { polynomials, errors }: FilterRoom): number {
  const from = Math.min(lagsOf(polynomials.orders), columns[0].length)
  columns.forEach((values, c) => {
    errors[c].fill(0, 0, from)
    difference(values, errors[c], from, polynomials)
  })
  return from
}
