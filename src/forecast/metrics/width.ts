import { averageOver, checkAligned, type Numbers } from './shared/average.ts'
import type { IntervalMetric } from './shared/metric.ts'

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
