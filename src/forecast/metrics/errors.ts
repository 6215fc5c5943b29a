// Errors in the unit of the series. All skip points whose actual value is NaN, and are NaN if none is left.

import { averageOver, checkAligned, type Numbers } from './average.ts'

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

/**
 * Root mean squared error: the root of {@link mse}, in the unit of the series.
 *
 * @param actual - what came; NaN where it is missing
 * @param forecast - one for each actual value
 * @returns in the unit of the series; NaN without a point
 * @throws {GatecastError} `ERR_SHAPE` unless there is a number for each actual value
 * @see Hyndman and Koehler 2006
 * @example
 * rmse([1, 2], [4, 6]) // 3.54
 */
export function rmse(actual: Numbers, forecast: Numbers): number {
  return Math.sqrt(mse(actual, forecast))
}
