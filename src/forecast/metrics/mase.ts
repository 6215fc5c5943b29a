import { averageOver, checkAligned, type Numbers } from './shared/average.ts'
import { inUnits, unitAt } from './shared/error_scale.ts'
import type { PointMetric } from './shared/metric.ts'

/**
 * Mean absolute scaled error: {@link mae} divided by the mean absolute error of the seasonal naive forecast within the
 * history ({@link errorScale}). At 1 the forecast is as wrong as that one.
 *
 * The scale is NaN if the history is too short, and 0 if its season repeats exactly. Points with such a scale are
 * skipped; without any other point the result is NaN.
 *
 * @param actual - the values that came; NaN for a missing value
 * @param forecast - one number for each actual value
 * @param scale - `errorScale(history, season).absolute`, or an array with one scale for each point
 * @returns a ratio, without a unit; smaller is better
 * @throws {GatecastError} `ERR_TYPE` for anything but numbers, `ERR_SHAPE` unless there is a number for each actual
 * value
 * @see Hyndman and Koehler 2006
 * @example
 * mase([10, 12], [11, 11], 2) // 0.5
 */
export function mase(actual: Numbers, forecast: Numbers, scale: number | Numbers): number {
  checkAligned(actual, typeof scale === 'number' ? { forecast } : { forecast, scale })
  return averageOver(actual, (i) => inUnits(Math.abs(actual[i] - forecast[i]), unitAt(scale, i)))
}

export const maseMetric: PointMetric = {
  name: 'mase',
  label: 'MASE',
  unit: 'none',
  better: 'lower',
  of: 'mean',
  needs: 'a history that changes from season to season',
  definition: 'mean |y - f| / mean |y(t) - y(t - m)| over the history',
  source: 'Hyndman and Koehler 2006',
  score: ({ actual, mean, absoluteScale }) => mase(actual, mean, absoluteScale),
}
