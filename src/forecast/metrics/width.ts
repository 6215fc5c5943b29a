import { averageOver, checkAligned, type Numbers } from './shared/average.ts'
import type { IntervalMetric } from './shared/metric.ts'

/**
 * The mean width of the intervals. It covers the points that have an actual value, which are also the points of
 * {@link coverage}.
 *
 * @param actual - the values that came; NaN for a missing value
 * @param lower - lower end of the interval of each point
 * @param upper - upper end of the interval of each point
 * @returns the width in the unit of the series; NaN without a point
 * @throws {GatecastError} `ERR_TYPE` for anything but numbers, `ERR_SHAPE` unless there is a number for each actual
 * value
 * @see Gneiting, Balabdaoui, Raftery 2007
 * @example
 * width([1, 5], [0, 0], [2, 4]) // 3
 */
export function width(actual: Numbers, lower: Numbers, upper: Numbers): number {
  checkAligned(actual, { lower, upper })
  return averageOver(actual, (i) => upper[i] - lower[i])
}

export const widthMetric: IntervalMetric = {
  name: 'width',
  label: 'Width',
  unit: 'target',
  better: null,
  of: 'interval',
  definition: 'mean width of the interval',
  source: 'Gneiting, Balabdaoui, Raftery 2007',
  score: ({ actual }, { lower, upper }) => width(actual, lower, upper),
}
