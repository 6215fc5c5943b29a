// Weights of forecasts that minimise the squared error of their weighted sum in a backtest:
//
//   w = argmin w' (S + l I) w,   w >= 0,  sum w = 1,   S = sum e e' / n
//
// e holds the errors of the members at one point, in units of the series. As the weights sum to 1, the ridge l draws them
// towards equal weights. l = m trace(S) / (m k) for m members and k windows of all series: few windows say little about
// which member is better, so the weights then stay near equal.
//
// Source: Bates and Granger 1969, "The combination of forecasts"; Timmermann 2006, "Forecast combinations", on
// constraints and on shrinkage towards equal weights.

import { eachPiece, type InPieces } from '../../base/resources/turns.ts'
import type { Backtest } from '../backtest/backtest.ts'

/**
 * The weights of forecasters from their backtests over the same windows.
 *
 * @returns one weight for each backtest, 0 or more; they sum to 1
 */
export function* learnWeights(backtests: readonly Backtest[]): InPieces<number[]> {
  const members = backtests.length
  const { products, series } = yield* errorProducts(backtests)
  const trace = products.reduce((sum, row, m) => sum + row[m], 0)
  // Without an error that can be measured nothing tells the members apart.
  if (!(trace > 0)) return new Array(members).fill(1 / members)
  const ridge = trace / Math.max(1, series)
  return onSimplex(products.map((row, m) => row.map((value, other) => value + (m === other ? ridge : 0))))
}

/** The mean products of the members' errors, and the number of windows of a series that they come from. */
function* errorProducts(backtests: readonly Backtest[]): InPieces<{ products: number[][]; series: number }> {
  const [{ horizon, windows }] = backtests
  const products = backtests.map(() => backtests.map(() => 0))
  const errors = new Float64Array(backtests.length)
  let [points, series] = [0, 0]
  for (const [w, { actual, absoluteScale }] of windows.entries()) {
    const means = backtests.map((one) => one.windows[w].forecast.mean)
    let last = -1
    const add = (i: number): void => {
      const place = Math.floor(i / horizon)
      // A series without a seasonal change has no unit: its errors cannot be compared with those of others.
      const unit = absoluteScale[place]
      if (Number.isNaN(actual[i]) || !(unit > 0)) return
      for (let m = 0; m < errors.length; m++) errors[m] = (means[m][i] - actual[i]) / unit
      for (let m = 0; m < errors.length; m++)
        for (let o = 0; o < errors.length; o++) products[m][o] += errors[m] * errors[o]
      points++
      if (place > last) series++
      last = place
    }
    yield* eachPiece(actual.length, (from, to) => {
      for (let i = from; i < to; i++) add(i)
    })
  }
  return { products: products.map((row) => row.map((sum) => sum / Math.max(1, points))), series }
}

/** Most passes over all pairs. A pass is cheap, and some tens are enough in practice. */
const mostPasses = 1000

/**
 * Minimises w' a w for weights of 0 or more whose sum is 1. It moves weight between two members at a time, to the exact
 * minimum for the pair, until no pair improves. The function is convex, so that is the minimum.
 */
export function onSimplex(a: readonly (readonly number[])[]): number[] {
  const weights: number[] = a.map(() => 1 / a.length)
  const gradient = (m: number) => a[m].reduce((sum, value, o) => sum + value * weights[o], 0)
  for (let pass = 0; pass < mostPasses; pass++) {
    let moved = 0
    for (let i = 0; i < a.length; i++)
      for (let j = i + 1; j < a.length; j++) {
        const curve = a[i][i] + a[j][j] - 2 * a[i][j]
        if (!(curve > 0)) continue
        const wanted = (gradient(j) - gradient(i)) / curve
        const step = Math.min(weights[j], Math.max(-weights[i], wanted))
        weights[i] += step
        weights[j] -= step
        moved = Math.max(moved, Math.abs(step))
      }
    if (moved < 1e-12) break
  }
  return weights.map((weight) => Math.max(0, weight))
}
