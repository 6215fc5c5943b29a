import { averageOver, checkAligned, type Numbers } from './shared/average.ts'
import { inUnits, unitAt } from './shared/error_scale.ts'
import type { PointMetric } from './shared/metric.ts'

/**
 * Mean absolute scaled error: {@link mae} in units of {@link errorScale}. 1 is as wrong as the naive forecast one step
 * ahead within the history.
 *
 * Undefined, NaN, where the history is too short or its season repeats exactly (a unit of 0); points with such a unit
 * are skipped.
 *
 * @param scale - `errorScale(history, season).absolute`, or one for each point
 * @param actual - what came; NaN where it is missing
 * @param forecast - one for each actual value
 * @returns in units of the naive error, without a unit of its own
 * @throws {GatecastError} `ERR_SHAPE` unless there is a number for each actual value
 * @see Hyndman and Koehler 2006
 * @example
 * mase([10, 12], [11, 11], 2) // 0.5
 */
export function mase(actual: Numbers, forecast: Numbers, scale: number | Numbers): number {
  checkAligned(actual, { forecast, ...(typeof scale !== 'number' && { scale }) })
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
