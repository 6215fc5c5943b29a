import { averageOver, checkAligned, type Numbers } from './shared/average.ts'
import type { PointMetric } from './shared/metric.ts'

/**
 * Mean absolute error: mean |y - f|. The median forecast makes it smallest.
 *
 * @param actual - what came; NaN where it is missing
 * @param forecast - one for each actual value
 * @returns in the unit of the series; NaN without a point
 * @throws {GatecastError} `ERR_SHAPE` unless there is a number for each actual value
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
