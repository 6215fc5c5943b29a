import { averageOver, checkAligned, type Numbers } from './shared/average.ts'
import type { PointMetric } from './shared/metric.ts'

/**
 * Symmetric mean absolute percentage error: mean 200 |y - f| / (|y| + |f|), from 0 to 200.
 *
 * If y and f are both 0, the forecast is exact and the error of the point is 0.
 *
 * @param actual - the values that came; NaN for a missing value
 * @param forecast - one number for each actual value
 * @returns percent, 0 to 200
 * @throws {GatecastError} `ERR_TYPE` for anything but numbers, `ERR_SHAPE` unless there is a number for each actual
 * value
 * @see Makridakis, Spiliotis, Assimakopoulos 2020, "The M4 Competition"
 * @example
 * smape([0, 100], [0, 300]) // 50
 */
export function smape(actual: Numbers, forecast: Numbers): number {
  checkAligned(actual, { forecast })
  return averageOver(actual, (i) => {
    const size = Math.abs(actual[i]) + Math.abs(forecast[i])
    return size === 0 ? 0 : (200 * Math.abs(actual[i] - forecast[i])) / size
  })
}

export const smapeMetric: PointMetric = {
  name: 'smape',
  label: 'sMAPE',
  unit: 'percent',
  better: 'lower',
  of: 'mean',
  definition: 'mean 200 |y - f| / (|y| + |f|)',
  source: 'Makridakis, Spiliotis, Assimakopoulos 2020',
  score: ({ actual, mean }) => smape(actual, mean),
}
