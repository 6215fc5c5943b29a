import { averageOver, checkAligned, type Numbers } from './shared/average.ts'
import type { IntervalMetric } from './shared/metric.ts'

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

export const coverageMetric: IntervalMetric = {
  name: 'coverage',
  label: 'Coverage',
  unit: 'share',
  better: 'near the share of the interval',
  of: 'interval',
  definition: 'share of points within the interval',
  source: 'Gneiting, Balabdaoui, Raftery 2007',
  score: ({ actual }, { lower, upper }) => coverage(actual, lower, upper),
}
