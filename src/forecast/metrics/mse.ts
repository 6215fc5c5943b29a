import { averageOver, checkAligned, type Numbers } from './shared/average.ts'
import type { PointMetric } from './shared/metric.ts'

/**
 * Mean squared error: mean (y - f)^2. The mean forecast makes it smallest.
 *
 * @param actual - what came; NaN where it is missing
 * @param forecast - one for each actual value
 * @returns in the unit of the series squared; NaN without a point
 * @throws {GatecastError} `ERR_SHAPE` unless there is a number for each actual value
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
