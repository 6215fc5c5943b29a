// Errors in the unit of the series. All skip points whose actual value is NaN, and are NaN if none is left.

import { averageOver, checkAligned, type Numbers } from './average.ts'

/**
 * Mean absolute error: mean |y - f|. The median forecast makes it smallest.
 *
 * @see Hyndman and Koehler 2006, "Another look at measures of forecast accuracy"
 */
export function mae(actual: Numbers, forecast: Numbers): number {
  checkAligned(actual, { forecast })
  return averageOver(actual, (i) => Math.abs(actual[i] - forecast[i]))
}

/** Mean squared error: mean (y - f)^2. The mean forecast makes it smallest. */
export function mse(actual: Numbers, forecast: Numbers): number {
  checkAligned(actual, { forecast })
  return averageOver(actual, (i) => (actual[i] - forecast[i]) ** 2)
}

/** Root mean squared error: the root of {@link mse}, in the unit of the series. */
export function rmse(actual: Numbers, forecast: Numbers): number {
  return Math.sqrt(mse(actual, forecast))
}
