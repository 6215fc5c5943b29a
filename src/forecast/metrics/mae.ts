import { averageOver, checkAligned, type Numbers } from './shared/average.ts'
import type { PointMetric } from './shared/metric.ts'

/**
 * Mean absolute error: mean |y - f|. It is smallest for a forecast of the median.
 *
 * @param actual - the values that came; NaN for a missing value
 * @param forecast - one number for each actual value
 * @returns the error in the unit of the series; NaN without a point
 * @throws {GatecastError} `ERR_TYPE` for anything but numbers, `ERR_SHAPE` unless there is a number for each actual
 * value
 * @see Hyndman and Koehler 2006, "Another look at measures of forecast accuracy"
 * @example
 * mae([1, 2, NaN], [2, 4, 3]) // 1.5
 */
export function mae(actual: Numbers, forecast: Numbers): number {
  checkAligned(actual, { forecast })
  return averageOver(actual, (i) => Math.abs(actual[i] - forecast[i]))
}

export const maeMetric: PointMetric = {
  name: 'mae',
  label: 'MAE',
  unit: 'target',
  better: 'lower',
  of: 'mean',
  definition: 'mean |y - f|',
  source: 'Hyndman and Koehler 2006',
  score: ({ actual, mean }) => mae(actual, mean),
}
