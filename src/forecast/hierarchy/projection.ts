// The map from base forecasts to forecasts that add up, which changes them as little as possible in the metric of W:
//
//   C = [I  -A]: aggregates minus the sums of their members, which must be 0
//   M = I - W C' (C W C')^-1 C,   y~ = M y^
//
// It equals S (S' W^-1 S)^-1 S' W^-1, but solves a system of as many equations as there are aggregates, and W needs no
// inverse.
//
// Source: Wickramasuriya, Athanasopoulos, Hyndman 2019, equation 6 and theorem 1.

import { GatecastError } from '../../base/error.ts'
import type { Hierarchy } from './hierarchy.ts'

/** Covariance of the errors of two series, by their indices: aggregates first. */
export type Covariance = { readonly diagonal: Float64Array } | { of(i: number, j: number): number }

/** Numbers that a map may hold. */
const mostNumbers = 5e7

/** The share of each aggregate's gap that is taken from each base forecast, so that they add up: W C' (C W C')^-1, `[series x aggregates]`. */
export interface Projection {
  readonly gains: Float64Array
  readonly hierarchy: Hierarchy
}

/** @throws {GatecastError} `ERR_MEMORY` for a hierarchy that is too large */
export function projectionOf(hierarchy: Hierarchy, covariance: Covariance): Projection {
  const { aggregates, bottom } = hierarchy
  const [m, n] = [aggregates.length, aggregates.length + bottom.length]
  if (m * n > mostNumbers)
    throw new GatecastError(
      'ERR_MEMORY',
      `Expected a hierarchy whose series times aggregates are at most ${mostNumbers}, got ${m * n}. Use bottomUp or topDown`,
    )
  // C W, row by row.
  const rows = new Float64Array(m * n)
  aggregates.forEach(({ members }, i) => {
    if ('diagonal' in covariance) {
      rows[i * n + i] = covariance.diagonal[i]
      for (const member of members) rows[i * n + m + member] = -covariance.diagonal[m + member]
      return
    }
    for (let j = 0; j < n; j++)
      rows[i * n + j] = members.reduce((sum, member) => sum - covariance.of(m + member, j), covariance.of(i, j))
  })
  const system = new Float64Array(m * m)
  for (let i = 0; i < m; i++)
    aggregates.forEach(({ members }, j) => {
      system[i * m + j] = members.reduce((sum, member) => sum - rows[i * n + m + member], rows[i * n + j])
    })
  factorise(system, m)
  const gains = new Float64Array(n * m)
  const column = new Float64Array(m)
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < m; i++) column[i] = rows[i * n + j]
    gains.set(solve(system, column), j * m)
  }
  return { gains, hierarchy }
}

/** Forecasts of all series that add up, from base forecasts of one step. */
export function project({ gains, hierarchy: { aggregates } }: Projection, base: Float64Array): Float64Array {
  const m = aggregates.length
  const gaps = aggregates.map(({ members }, i) => members.reduce((sum, member) => sum - base[m + member], base[i]))
  return base.map((value, j) => gaps.reduce((sum, gap, i) => sum - gains[j * m + i] * gap, value))
}

/** Row `j` of M. */
export function rowOf({ gains, hierarchy: { aggregates, bottom } }: Projection, j: number): Float64Array {
  const m = aggregates.length
  const row = new Float64Array(m + bottom.length)
  row[j] = 1
  aggregates.forEach(({ members }, i) => {
    const gain = gains[j * m + i]
    row[i] -= gain
    for (const member of members) row[m + member] += gain
  })
  return row
}

/** Cholesky factor of a positive definite matrix, in its lower half. */
function factorise(a: Float64Array, size: number): void {
  for (let j = 0; j < size; j++) {
    for (let i = j; i < size; i++) {
      let sum = a[i * size + j]
      for (let k = 0; k < j; k++) sum -= a[i * size + k] * a[j * size + k]
      if (i > j) a[i * size + j] = sum / a[j * size + j]
      else if (sum > 0) a[j * size + j] = Math.sqrt(sum)
      else throw new GatecastError('ERR_DATA', 'Expected errors of the backtest that vary, got a singular covariance')
    }
  }
}

function solve(factor: Float64Array, right: Float64Array): Float64Array {
  const size = right.length
  const x = right.slice()
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i] -= factor[i * size + k] * x[k]
    x[i] /= factor[i * size + i]
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i] -= factor[k * size + i] * x[k]
    x[i] /= factor[i * size + i]
  }
  return x
}
