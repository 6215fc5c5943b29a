// Errors in percent. All skip points whose actual value is NaN, and are NaN if none is left.

import { averageOver, checkAligned, type Numbers } from './average.ts'

/**
 * Mean absolute percentage error: mean 100 |y - f| / |y|.
 *
 * Undefined where y is 0: such points are skipped. It is large near 0, and favours forecasts that are too low.
 *
 * @param actual - what came; NaN where it is missing
 * @param forecast - one for each actual value
 * @returns percent, 0 to infinity
 * @throws {GatecastError} `ERR_SHAPE` unless there is a number for each actual value
 * @see Hyndman and Koehler 2006, section 2.2
 * @example
 * mape([0, 100, 200], [3, 90, 210]) // 7.5
 */
export function mape(actual: Numbers, forecast: Numbers): number {
  checkAligned(actual, { forecast })
  return averageOver(actual, (i) =>
    actual[i] === 0 ? undefined : (100 * Math.abs(actual[i] - forecast[i])) / Math.abs(actual[i]),
  )
}

/**
 * Symmetric mean absolute percentage error: mean 200 |y - f| / (|y| + |f|), from 0 to 200.
 *
 * Where both are 0 the forecast is exact, and the point counts as 0.
 *
 * @param actual - what came; NaN where it is missing
 * @param forecast - one for each actual value
 * @returns percent, 0 to 200
 * @throws {GatecastError} `ERR_SHAPE` unless there is a number for each actual value
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
