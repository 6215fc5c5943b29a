import { averageOver, checkAligned, type Numbers } from './shared/average.ts'
import type { IntervalMetric } from './shared/metric.ts'

/**
 * The share of points within their intervals; the ends belong to the interval.
 *
 * @param actual - the values that came; NaN for a missing value
 * @param lower - lower end of the interval of each point
 * @param upper - upper end of the interval of each point
 * @returns a share, 0 to 1; NaN without a point
 * @throws {GatecastError} `ERR_TYPE` for anything but numbers, `ERR_SHAPE` unless there is a number for each actual
 * value
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
