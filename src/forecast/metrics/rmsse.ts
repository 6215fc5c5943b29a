import { averageOver, checkAligned, type Numbers } from './shared/average.ts'
import { inUnits, unitAt } from './shared/error_scale.ts'
import type { PointMetric } from './shared/metric.ts'

/**
 * Root mean squared scaled error: the square root of {@link mse} divided by the mean squared error of the seasonal
 * naive forecast within the history ({@link errorScale}). It is NaN in the same cases as {@link mase}.
 *
 * @param actual - the values that came; NaN for a missing value
 * @param forecast - one number for each actual value
 * @param scale - `errorScale(history, season).squared`, or an array with one scale for each point
 * @returns a ratio, without a unit; smaller is better
 * @throws {GatecastError} `ERR_TYPE` for anything but numbers, `ERR_SHAPE` unless there is a number for each actual
 * value
 * @see Hyndman and Koehler 2006; Makridakis, Spiliotis, Assimakopoulos 2022, "The M5 competition"
 * @example
 * rmsse([10, 12], [11, 11], 4) // 0.5
 */
export function rmsse(actual: Numbers, forecast: Numbers, scale: number | Numbers): number {
  checkAligned(actual, typeof scale === 'number' ? { forecast } : { forecast, scale })
  return Math.sqrt(averageOver(actual, (i) => inUnits((actual[i] - forecast[i]) ** 2, unitAt(scale, i))))
}

export const rmsseMetric: PointMetric = {
  name: 'rmsse',
  label: 'RMSSE',
  unit: 'none',
  better: 'lower',
  of: 'mean',
  needs: 'a history that changes from season to season',
  definition: 'root of mean (y - f)^2 / mean (y(t) - y(t - m))^2 over the history',
  source: 'Makridakis, Spiliotis, Assimakopoulos 2022',
  score: ({ actual, mean, squaredScale }) => rmsse(actual, mean, squaredScale),
}
