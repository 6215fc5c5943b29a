// The covariance of the value of an ARMA process with its state, for errors of variance 1. The state at time t is
//
//   a[i](t) = sum over j > i of phi[j] w(t + i - j) + sum over j >= i of theta[j] e(t + i - j),  a[0](t) = w(t)
//
// so that a[i](t + 1) = a[i + 1](t) + phi[i + 1] w(t) + theta[i] e(t + 1). With psi the weights of w on past errors,
//
//   cov(a[i], w) = sum over j > i of phi[j] gamma(j - i) + sum over j >= i of theta[j] psi(j - i)
//
// gamma are the autocovariances. Those of the autoregression alone, v, follow from its partial autocorrelations.
//
// Source: Harvey 1989, "Forecasting, Structural Time Series Models and the Kalman Filter", section 3.3; Brockwell and
// Davis 1991, "Time Series: Theory and Methods", section 5.2.

import { averagesOf, lagsOf } from '../orders.ts'
import type { Polynomials } from './polynomials.ts'

/** Room for the steps of `stateCovariance`. */
export interface CovarianceRoom {
  readonly partials: Float64Array
  readonly order: Float64Array
  readonly before: Float64Array
  readonly own: Float64Array
  readonly psi: Float64Array
  readonly gamma: Float64Array
}

export function covarianceRoom({ size, orders }: Polynomials): CovarianceRoom {
  const [lags, averages] = [lagsOf(orders), averagesOf(orders)]
  return {
    partials: new Float64Array(lags + 1),
    order: new Float64Array(lags + 1),
    before: new Float64Array(lags + 1),
    own: new Float64Array(size + averages + 1),
    psi: new Float64Array(averages + 1),
    gamma: new Float64Array(size + 1),
  }
}

/** Writes cov(a[i], w) for each i. Returns false for a process that is not stationary, or so close that numbers overflow. */
export function stateCovariance(polynomials: Polynomials, into: Float64Array, room: CovarianceRoom): boolean {
  const { size, phi, theta, orders, phiLags } = polynomials
  const { own, psi, gamma } = room
  const [lags, averages] = [lagsOf(orders), averagesOf(orders)]
  if (!ownCovariances(polynomials, lags, size + averages, room)) return false
  psi[0] = 1
  for (let k = 1; k <= averages; k++) {
    let sum = theta[k]
    for (let l = 0; l < phiLags.length && phiLags[l] <= k; l++) sum += phi[phiLags[l]] * psi[k - phiLags[l]]
    psi[k] = sum
  }
  gamma.fill(0)
  for (let shift = 0; shift <= averages; shift++) {
    let product = 0
    for (let i = 0; i + shift <= averages; i++) product += theta[i] * theta[i + shift]
    if (product === 0) continue
    for (let k = 0; k <= lags; k++)
      gamma[k] += product * (shift === 0 ? own[k] : own[k + shift] + own[Math.abs(k - shift)])
  }
  into[0] = gamma[0]
  for (let i = 1; i < size; i++) {
    let sum = 0
    for (let j = i + 1; j <= lags; j++) sum += phi[j] * gamma[j - i]
    for (let j = i; j <= averages; j++) sum += theta[j] * psi[j - i]
    into[i] = sum
  }
  return true
}

/** Autocovariances 0 to `last` of the autoregression alone. */
function ownCovariances({ phi, phiLags }: Polynomials, lags: number, last: number, room: CovarianceRoom): boolean {
  const { partials, order, before, own } = room
  for (let i = 1; i <= lags; i++) order[i] = phi[i]
  let share = 1
  for (let k = lags; k > 0; k--) {
    const partial = order[k]
    partials[k] = partial
    const rest = 1 - partial * partial
    if (!(rest > 1e-12)) return false
    share *= rest
    for (let i = 1; i < k; i++) before[i] = order[i]
    for (let i = 1; i < k; i++) order[i] = (before[i] + partial * before[k - i]) / rest
  }
  own[0] = 1 / share
  let error = own[0]
  for (let k = 1; k <= lags; k++) {
    let sum = partials[k] * error
    for (let i = 1; i < k; i++) sum += order[i] * own[k - i]
    own[k] = sum
    error *= 1 - partials[k] * partials[k]
    for (let i = 1; i < k; i++) before[i] = order[i]
    for (let i = 1; i < k; i++) order[i] = before[i] - partials[k] * before[k - i]
    order[k] = partials[k]
  }
  for (let k = lags + 1; k <= last; k++) {
    let sum = 0
    for (let l = 0; l < phiLags.length; l++) sum += phi[phiLags[l]] * own[k - phiLags[l]]
    own[k] = sum
  }
  return Number.isFinite(own[0])
}
