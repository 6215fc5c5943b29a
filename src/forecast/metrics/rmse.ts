import { mse } from './mse.ts'
import type { Numbers } from './shared/average.ts'
import type { PointMetric } from './shared/metric.ts'

/**
 * Root mean squared error: the square root of {@link mse}.
 *
 * @param actual - the values that came; NaN for a missing value
 * @param forecast - one number for each actual value
 * @returns the error in the unit of the series; NaN without a point
 * @throws {GatecastError} `ERR_TYPE` for anything but numbers, `ERR_SHAPE` unless there is a number for each actual
 * value
 * @see Hyndman and Koehler 2006
 * @example
 * rmse([1, 2], [4, 6]) // 3.54
 */
export function rmse(actual: Numbers, forecast: Numbers): number {
  return Math.sqrt(mse(actual, forecast))
}

export const rmseMetric: PointMetric = {
  name: 'rmse',
  label: 'RMSE',
  unit: 'target',
  better: 'lower',
  of: 'mean',
  definition: 'root of mean (y - f)^2',
  source: 'Hyndman and Koehler 2006',
  score: ({ actual, mean }) => rmse(actual, mean),
}
