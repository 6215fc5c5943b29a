// The errors of a backtest, and their covariance shrunk towards its diagonal:
//
//   W = D ((1 - l) R + l I) D,   R the correlations and D the root mean squares of the errors
//   l = sum of var(r_ij) / sum of r_ij^2 over i != j,   between 0 and 1
//
// Errors are not centred: forecasts are taken to be unbiased. The errors of all steps are pooled, as W matters only up to
// a factor, and few windows would say little about each step.
//
// Source: Schäfer and Strimmer 2005, "A shrinkage approach to large-scale covariance matrix estimation"; Wickramasuriya,
// Athanasopoulos, Hyndman 2019, "Optimal forecast reconciliation ... through trace minimization", section 2.4.

import { GatecastError } from '../../base/error.ts'
import type { Backtest } from '../backtest/backtest.ts'

/** Errors of all series at the same points, each series in units of its own root mean square. */
export interface Errors {
  /** Number of points. */
  readonly points: number
  /** `[points x series]`. */
  readonly values: Float64Array
  /** Root mean square of the errors of each series. */
  readonly sizes: Float64Array
  /** Weight of the diagonal, from 0 to 1. */
  readonly shrinkage: number
}

/**
 * @param ids - the series, in the order of the columns
 * @throws {GatecastError} `ERR_DATA` if a series is not in every window, or there are fewer than two points
 */
export function errorsOf({ windows, horizon }: Backtest, ids: readonly string[]): Errors {
  const rows: number[][] = []
  for (const { forecast, actual } of windows) {
    const places = new Map(forecast.ids.map((id, i) => [id, i]))
    const order = ids.map((id) => {
      const place = places.get(id)
      if (place !== undefined) return place
      throw new GatecastError(
        'ERR_DATA',
        `Expected a backtest of all series of the hierarchy, got none of "${id}". Make it on aggregate(panel, hierarchy)`,
      )
    })
    for (let step = 0; step < horizon; step++) {
      const row = order.map((place) => actual[place * horizon + step] - forecast.mean[place * horizon + step])
      if (row.every(Number.isFinite)) rows.push(row)
    }
  }
  if (rows.length < 2)
    throw new GatecastError(
      'ERR_DATA',
      `Expected two points or more at which all series are observed, got ${rows.length}. Use a backtest with more windows`,
    )
  const series = ids.length
  const sizes = Float64Array.from(ids, (_, i) => Math.hypot(...rows.map((row) => row[i])) / Math.sqrt(rows.length))
  // A series that has had no error keeps a small one, so that the covariance has an inverse.
  const least = 1e-6 * (sizes.reduce((sum, size) => sum + size, 0) / series || 1)
  const values = new Float64Array(rows.length * series)
  rows.forEach((row, point) => {
    row.forEach((error, i) => {
      values[point * series + i] = sizes[i] > 0 ? error / sizes[i] : 0
    })
  })
  const known = sizes.map((size) => Math.max(size, least))
  return { points: rows.length, values, sizes: known, shrinkage: shrinkageOf(values, rows.length, series) }
}

function shrinkageOf(values: Float64Array, points: number, series: number): number {
  let [variances, squares] = [0, 0]
  for (let i = 0; i < series; i++)
    for (let j = i + 1; j < series; j++) {
      let [sum, sumOfSquares] = [0, 0]
      for (let point = 0; point < points; point++) {
        const product = values[point * series + i] * values[point * series + j]
        sum += product
        sumOfSquares += product ** 2
      }
      variances += (sumOfSquares - sum ** 2 / points) / (points * (points - 1))
      squares += (sum / points) ** 2
    }
  return squares > 0 ? Math.min(1, Math.max(0, variances / squares)) : 1
}

/** The shrunk correlation of two series. */
export function correlation({ values, points, sizes, shrinkage }: Errors, i: number, j: number): number {
  if (i === j) return 1
  let sum = 0
  for (let point = 0; point < points; point++)
    sum += values[point * sizes.length + i] * values[point * sizes.length + j]
  return ((1 - shrinkage) * sum) / points
}
