// Scores of quantiles and intervals. All skip points whose actual value is NaN, and are NaN if none is left.

import { GatecastError } from '../../base/error.ts'
import { averageOver, checkAligned, type Numbers } from './average.ts'

/**
 * Pinball loss of a quantile, averaged over the points: level (y - q) where y is above the quantile q, else
 * (1 - level) (q - y). The true quantile makes it smallest; at level 0.5 it is half of {@link mae}.
 *
 * @param actual - what came; NaN where it is missing
 * @param quantile - forecast at the level, one for each point
 * @param level - between 0 and 1
 * @returns in the unit of the series
 * @throws {GatecastError} `ERR_RANGE` unless the level is between 0 and 1, `ERR_SHAPE` unless there is a number for each
 * actual value
 * @see Koenker and Bassett 1978
 * @example
 * pinball([10], [8], 0.9) // 1.8
 */
export function pinball(actual: Numbers, quantile: Numbers, level: number): number {
  checkAligned(actual, { quantile })
  checkShare('level', level)
  return averageOver(actual, (i) => pinballAt(actual[i], quantile[i], level))
}

/**
 * Continuous ranked probability score from quantiles: the integral over all levels of twice the pinball loss, by the
 * midpoint rule. Each level stands for the levels nearer to it than to its neighbours, the outer ones for all that are
 * beyond. With the median alone it is {@link mae}. In the unit of the series; exact as levels become dense.
 *
 * @param levels - ascending
 * @param quantiles - an array for each level
 * @param actual - what came; NaN where it is missing
 * @returns in the unit of the series; smaller is better
 * @throws {GatecastError} `ERR_SHAPE` unless there is a number for each actual value
 * @see Gneiting and Ranjan 2011, "Comparing density forecasts using threshold- and quantile-weighted scoring rules"
 * @example
 * crps([10], [0.1, 0.5, 0.9], [[7], [9], [12]]) // 0.7
 */
export function crps(actual: Numbers, levels: readonly number[], quantiles: readonly Numbers[]): number {
  if (quantiles.length !== levels.length)
    throw new GatecastError(
      'ERR_SHAPE',
      `Expected an array of quantiles for each of ${levels.length} levels, got ${quantiles.length}`,
    )
  for (const quantile of quantiles) checkAligned(actual, { quantile })
  if (levels.length === 0) return Number.NaN
  const borders = [0, ...levels.slice(1).map((level, i) => (levels[i] + level) / 2), 1]
  return averageOver(actual, (i) =>
    levels.reduce(
      (sum, level, l) => sum + 2 * (borders[l + 1] - borders[l]) * pinballAt(actual[i], quantiles[l][i], level),
      0,
    ),
  )
}

/**
 * The share of points within an interval, its ends included.
 *
 * @param actual - what came; NaN where it is missing
 * @param lower - end of the interval, one for each point
 * @param upper - end of the interval, one for each point
 * @returns a share, 0 to 1
 * @throws {GatecastError} `ERR_SHAPE` unless there is a number for each actual value
 * @see Gneiting, Balabdaoui, Raftery 2007, "Probabilistic forecasts, calibration and sharpness"
 * @example
 * coverage([1, 5, NaN], [0, 0, 0], [2, 2, 2]) // 0.5
 */
export function coverage(actual: Numbers, lower: Numbers, upper: Numbers): number {
  checkAligned(actual, { lower, upper })
  return averageOver(actual, (i) => {
    if (Number.isNaN(lower[i]) || Number.isNaN(upper[i])) return Number.NaN
    return actual[i] >= lower[i] && actual[i] <= upper[i] ? 1 : 0
  })
}

/**
 * The mean width of an interval over the points that have an actual value, so that it can stand beside coverage.
 *
 * @param actual - what came; NaN where it is missing
 * @param lower - end of the interval, one for each point
 * @param upper - end of the interval, one for each point
 * @returns in the unit of the series
 * @throws {GatecastError} `ERR_SHAPE` unless there is a number for each actual value
 * @see Gneiting, Balabdaoui, Raftery 2007
 * @example
 * width([1, 5], [0, 0], [2, 4]) // 3
 */
export function width(actual: Numbers, lower: Numbers, upper: Numbers): number {
  checkAligned(actual, { lower, upper })
  return averageOver(actual, (i) => upper[i] - lower[i])
}

/**
 * Winkler's interval score: the width, and for a point outside 2 / (1 - share) times its distance from the interval.
 *
 * @param share - what the interval is to hold, such as 0.8
 * @param actual - what came; NaN where it is missing
 * @param lower - end of the interval, one for each point
 * @param upper - end of the interval, one for each point
 * @returns in the unit of the series; smaller is better
 * @throws {GatecastError} `ERR_RANGE` unless the share is between 0 and 1
 * @see Winkler 1972; Gneiting and Raftery 2007, section 6.2
 * @example
 * winkler([1, 5], [0, 0], [2, 2], 0.8) // 17: 2, and 2 + 10 * 3
 */
export function winkler(actual: Numbers, lower: Numbers, upper: Numbers, share: number): number {
  checkAligned(actual, { lower, upper })
  checkShare('the share of the interval', share)
  return averageOver(
    actual,
    (i) => upper[i] - lower[i] + (2 / (1 - share)) * Math.max(0, lower[i] - actual[i], actual[i] - upper[i]),
  )
}

function checkShare(name: string, value: number): void {
  if (value > 0 && value < 1) return
  throw new GatecastError('ERR_RANGE', `Expected ${name} between 0 and 1, got ${value}`)
}

const pinballAt = (actual: number, quantile: number, level: number): number =>
  actual >= quantile ? level * (actual - quantile) : (1 - level) * (quantile - actual)
