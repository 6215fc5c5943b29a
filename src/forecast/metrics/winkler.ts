import { averageOver, checkAligned, type Numbers } from './shared/average.ts'
import type { IntervalMetric } from './shared/metric.ts'
import { checkShare } from './shared/pinball_at.ts'

/**
 * Winkler's interval score: the width of the interval, plus 2 / (1 - share) times the distance of the point from the
 * interval if the point lies outside; averaged over the points.
 *
 * @param actual - the values that came; NaN for a missing value
 * @param lower - lower end of the interval of each point
 * @param upper - upper end of the interval of each point
 * @param share - the share of points that the interval should hold, for example 0.8
 * @returns the score in the unit of the series; smaller is better
 * @throws {GatecastError} `ERR_RANGE` unless the share is between 0 and 1, `ERR_TYPE` for anything but numbers,
 * `ERR_SHAPE` unless there is a number for each actual value
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

export const winklerMetric: IntervalMetric = {
  name: 'winkler',
  label: 'Winkler',
  unit: 'target',
  better: 'lower',
  of: 'interval',
  definition: 'width of the interval, plus 2 / (1 - share) times the distance of each point outside',
  source: 'Winkler 1972; Gneiting and Raftery 2007, section 6.2',
  score: ({ actual }, { lower, upper, share }) => winkler(actual, lower, upper, share),
}
