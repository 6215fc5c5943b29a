/** The orders of a seasonal ARIMA model (p,d,q)(P,D,Q)m. */
export interface Orders {
  readonly p: number
  readonly d: number
  readonly q: number
  readonly P: number
  readonly D: number
  readonly Q: number
  /** The number m of steps in a season; 1 for none. */
  readonly season: number
}

/** The number of coefficients of the four polynomials. */
export const coefficientCount = ({ p, q, P, Q }: Orders): number => p + q + P + Q

/** Rows that differencing takes from the start of a series. */
export const rowsLost = ({ d, D, season }: Orders): number => d + D * season

/** The highest lag of the autoregressive polynomials, multiplied out. */
export const lagsOf = ({ p, P, season }: Orders): number => p + P * season

/** The highest lag of the moving average polynomials, multiplied out. */
export const averagesOf = ({ q, Q, season }: Orders): number => q + Q * season

/** The name as R prints it, for example `(0,1,1)(0,1,1)[12]`. */
export function orderText({ p, d, q, P, D, Q, season }: Orders): string {
  return `(${p},${d},${q})${season > 1 ? `(${P},${D},${Q})[${season}]` : ''}`
}

/** The differences of a series: `D` at the lag of a season, then `d` at lag 1. A difference with a missing value is NaN. */
export function differenced(values: Float64Array, { d, D, season }: Orders): Float64Array {
  let rest = values
  for (let i = 0; i < D + d; i++) {
    const lag = i < D ? season : 1
    const before = rest
    rest = before.subarray(lag).map((value, t) => value - before[t])
  }
  return rest
}

/**
 * The polynomial (1 - B)^d (1 - B^m)^D as the weights of past values: y(t) = w(t) + sum of weights[i - 1] y(t - i), with w
 * the differenced series.
 */
export function differenceWeights({ d, D, season }: Orders): Float64Array {
  let polynomial = Float64Array.of(1)
  for (let i = 0; i < D + d; i++) {
    const lag = i < D ? season : 1
    const next = new Float64Array(polynomial.length + lag)
    polynomial.forEach((value, k) => {
      next[k] += value
      next[k + lag] -= value
    })
    polynomial = next
  }
  return polynomial.subarray(1).map((value) => -value)
}
