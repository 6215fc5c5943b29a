import { averageOver, checkAligned, type Numbers } from './shared/average.ts'
import type { PointMetric } from './shared/metric.ts'

/**
 * Mean squared error: mean (y - f)^2. It is smallest for a forecast of the mean.
 *
 * @param actual - the values that came; NaN for a missing value
 * @param forecast - one number for each actual value
 * @returns the error in the squared unit of the series; NaN without a point
 * @throws {GatecastError} `ERR_TYPE` for anything but numbers, `ERR_SHAPE` unless there is a number for each actual
 * value
 * @see Hyndman and Koehler 2006
 * @example
 * mse([1, 2, NaN], [2, 4, 3]) // 2.5, in the unit of the series squared
 */
export function mse(actual: Numbers, forecast: Numbers): number {
  checkAligned(actual, { forecast })
  return averageOver(actual, (i) => (actual[i] - forecast[i]) ** 2)
}

export const mseMetric: PointMetric = {
  name: 'mse',
  label: 'MSE',
  unit: 'target squared',
  better: 'lower',
  of: 'mean',
  definition: 'mean (y - f)^2',
  source: 'Hyndman and Koehler 2006',
  score: ({ actual, mean }) => mse(actual, mean),
}
