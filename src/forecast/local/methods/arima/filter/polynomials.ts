// The polynomials of a seasonal ARMA model, multiplied out:
//
//   w(t) = sum of phi[i] w(t - i) + e(t) + sum of theta[j] e(t - j)
//   1 - sum of phi[i] B^i   = (1 - ar1 B - ...) (1 - sar1 B^m - ...)
//   1 + sum of theta[j] B^j = (1 + ma1 B + ...) (1 + sma1 B^m + ...)
//
// A search varies numbers without bounds, four groups of them: p, q, P, Q. Each number x gives the partial autocorrelation
// x / sqrt(1 + x^2), and Durbin's recursion makes the coefficients of a group from these. So every autoregression is
// stationary and every moving average invertible.
//
// Source: Barndorff-Nielsen and Schou 1973, "On the parametrization of autoregressive models by partial
// autocorrelations"; Jones 1980, "Maximum likelihood fitting of ARMA models to time series with missing observations".

import { averagesOf, lagsOf, type Orders } from '../orders.ts'

/** The coefficients of the four polynomials, with the signs above. */
export interface Coefficients {
  readonly ar: Float64Array
  readonly ma: Float64Array
  readonly seasonalAr: Float64Array
  readonly seasonalMa: Float64Array
}

/** Room for the polynomials of one model. `setPolynomials` writes into it. */
export interface Polynomials {
  readonly orders: Orders
  /** Size of the state: the number of coming values on which past values and errors have a direct effect. */
  readonly size: number
  /** phi[i] at index i; index 0 and those after the degree are 0. The length is `size` + 1. */
  readonly phi: Float64Array
  /** theta[j] at index j; index 0 is 1. The length is `size` + 1. */
  readonly theta: Float64Array
  /** The lags at which `phi` may differ from 0. */
  readonly phiLags: Int32Array
  readonly thetaLags: Int32Array
}

export function emptyPolynomials(orders: Orders): Polynomials {
  const size = Math.max(lagsOf(orders), averagesOf(orders) + 1)
  const { p, q, P, Q, season } = orders
  return {
    orders,
    size,
    phi: new Float64Array(size + 1),
    theta: new Float64Array(size + 1),
    phiLags: lagsOfProduct(p, P, season),
    thetaLags: lagsOfProduct(q, Q, season),
  }
}

/** The lags above 0 of a polynomial of degree `short` in B times one of degree `long` in B^season, ascending. */
function lagsOfProduct(short: number, long: number, season: number): Int32Array {
  const lags = new Set<number>()
  for (let j = 0; j <= long; j++) for (let i = 0; i <= short; i++) lags.add(i + j * season)
  lags.delete(0)
  return Int32Array.from(lags).sort()
}

/** The coefficients of the numbers that a search varies. */
export function coefficientsOf(x: ArrayLike<number>, { p, q, P, Q }: Orders): Coefficients {
  const group = (from: number, count: number) => stationary(Array.from({ length: count }, (_, i) => x[from + i]))
  const opposite = (values: Float64Array) => values.map((value) => -value)
  return {
    ar: group(0, p),
    ma: opposite(group(p, q)),
    seasonalAr: group(p + q, P),
    seasonalMa: opposite(group(p + q + P, Q)),
  }
}

/** The coefficients of a stationary autoregression from numbers without bounds. */
function stationary(raw: readonly number[]): Float64Array {
  const coefficients = Float64Array.from(raw, (value) => value / Math.sqrt(1 + value * value))
  const before = new Float64Array(raw.length)
  for (let order = 1; order < raw.length; order++) {
    before.set(coefficients)
    for (let k = 0; k < order; k++) coefficients[k] = before[k] - before[order] * before[order - 1 - k]
  }
  return coefficients
}

/** Multiplies the polynomials out. */
export function setPolynomials(polynomials: Polynomials, { ar, ma, seasonalAr, seasonalMa }: Coefficients): void {
  const { phi, theta, orders } = polynomials
  multiply(phi, ar, seasonalAr, orders.season, -1)
  multiply(theta, ma, seasonalMa, orders.season, 1)
  for (let i = 1; i < phi.length; i++) phi[i] = -phi[i]
  phi[0] = 0
}

function multiply(into: Float64Array, short: Float64Array, long: Float64Array, season: number, sign: number): void {
  into.fill(0)
  for (let j = 0; j <= long.length; j++) {
    const outer = j === 0 ? 1 : sign * long[j - 1]
    into[j * season] += outer
    for (let i = 1; i <= short.length; i++) into[i + j * season] += outer * sign * short[i - 1]
  }
}

/** Whether all roots of 1 - sum of coefficients[i] z^(i + 1) are farther from 0 than `radius`. */
export function rootsBeyond(coefficients: Float64Array, radius: number): boolean {
  const rest = coefficients.map((value, i) => value * radius ** (i + 1))
  const before = new Float64Array(rest.length)
  // The polynomial has roots outside of the unit circle only, if all partial autocorrelations are below 1 in size.
  for (let order = rest.length; order > 0; order--) {
    const last = rest[order - 1]
    if (!(Math.abs(last) < 1)) return false
    before.set(rest)
    for (let k = 0; k < order - 1; k++) rest[k] = (before[k] + last * before[order - 2 - k]) / (1 - last * last)
  }
  return true
}
