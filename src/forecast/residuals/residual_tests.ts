// Autocorrelation, the test of Ljung and Box, and the test of Jarque and Bera, of numbers that may be missing.
//
//   r(k) = [sum of e(t) e(t-k) / (pairs + k)] / [sum of e(t)^2 / n]      e without their mean, n of them observed
//   Ljung-Box    Q = n (n + 2) sum over k of r(k)^2 / (n - k)
//   Jarque-Bera  JB = n / 6 (S^2 + (K - 3)^2 / 4)     S the skewness, K the kurtosis
//
// Without missing values r(k) is the usual autocorrelation, and with them it is that of R's `acf(na.action = na.pass)`.
//
// Sources: Ljung and Box 1978, "On a measure of lack of fit in time series models"; Jarque and Bera 1987, "A test for
// normality of observations and regression residuals".

import { type InPieces, pieceRows } from '../../base/resources/turns.ts'
import { chiSquareTail } from './chi_square.ts'

/** A test of residuals: a small probability is evidence against them. */
export interface ResidualTest {
  /** The statistic of the test: 0 or more. */
  readonly statistic: number
  /** The probability of such a statistic or a larger one, if the hypothesis holds. */
  readonly probability: number
}

export interface Moments {
  /** Number of residuals that are not missing. */
  readonly count: number
  readonly mean: number
  /** Mean square of the differences from the mean. */
  readonly variance: number
  readonly skewness: number
  readonly kurtosis: number
}

/** The moments of the residuals that are not missing. */
export function* momentsOf(values: Float64Array): InPieces<Moments> {
  let sums: readonly number[] = [0, 0]
  for (const [from, to] of piecesOf(values.length)) {
    sums = addObserved(values, from, to, sums)
    yield
  }
  const [count, sum] = sums
  const mean = sum / count
  let powers: readonly number[] = [0, 0, 0]
  for (const [from, to] of piecesOf(values.length)) {
    powers = addPowers(values, from, to, mean, powers)
    yield
  }
  const [squares, cubes, fourths] = powers
  const variance = squares / count
  return {
    count,
    mean,
    variance,
    skewness: cubes / count / variance ** 1.5,
    kurtosis: fourths / count / variance ** 2,
  }
}

/** Ranges of rows that take less than a millisecond. */
function* piecesOf(rows: number): Generator<[from: number, to: number]> {
  const size = 16 * pieceRows
  for (let from = 0; from < rows; from += size) yield [from, Math.min(rows, from + size)]
}

function addObserved(values: Float64Array, from: number, to: number, [count, sum]: readonly number[]): number[] {
  for (let t = from; t < to; t++) {
    if (Number.isNaN(values[t])) continue
    count++
    sum += values[t]
  }
  return [count, sum]
}

function addPowers(
  values: Float64Array,
  from: number,
  to: number,
  mean: number,
  [squares, cubes, fourths]: readonly number[],
): number[] {
  for (let t = from; t < to; t++) {
    const distance = values[t] - mean
    if (Number.isNaN(distance)) continue
    const square = distance * distance
    squares += square
    cubes += square * distance
    fourths += square * square
  }
  return [squares, cubes, fourths]
}

/** The autocorrelations at the lags from 1 on. */
export function* autocorrelation(
  values: Float64Array,
  { mean, variance }: Moments,
  lags: number,
): InPieces<Float64Array> {
  const centred = values.map((value) => value - mean)
  const found = new Float64Array(lags)
  for (let lag = 1, work = 0; lag <= lags; lag++) {
    let sum = 0
    let pairs = 0
    for (let t = lag; t < values.length; t++) {
      const product = centred[t] * centred[t - lag]
      if (Number.isNaN(product)) continue
      sum += product
      pairs++
    }
    found[lag - 1] = sum / (pairs + lag) / variance
    work += values.length
    if (work < pieceRows) continue
    work = 0
    yield
  }
  return found
}

/** @param parameters - number of parameters of the model that the residuals are from */
export function ljungBox(correlations: Float64Array, count: number, parameters: number): ResidualTest {
  const statistic = correlations.reduce((sum, r, i) => sum + (count * (count + 2) * r * r) / (count - i - 1), 0)
  return { statistic, probability: chiSquareTail(statistic, correlations.length - parameters) }
}

export function jarqueBera({ count, skewness, kurtosis }: Moments): ResidualTest {
  const statistic = (count / 6) * (skewness ** 2 + (kurtosis - 3) ** 2 / 4)
  return { statistic, probability: chiSquareTail(statistic, 2) }
}
