import { averageOver, checkAligned, type Numbers } from './shared/average.ts'
import type { PointMetric } from './shared/metric.ts'

/**
 * Mean absolute percentage error: mean 100 |y - f| / |y|.
 *
 * Points whose y is 0 are skipped: the error is not defined there. It is large for y near 0, and favours forecasts that
 * are too low.
 *
 * @param actual - the values that came; NaN for a missing value
 * @param forecast - one number for each actual value
 * @returns percent, 0 to infinity
 * @throws {GatecastError} `ERR_TYPE` for anything but numbers, `ERR_SHAPE` unless there is a number for each actual
 * value
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

export const mapeMetric: PointMetric = {
  name: 'mape',
  label: 'MAPE',
  unit: 'percent',
  better: 'lower',
  of: 'mean',
  needs: 'actual values other than 0',
  definition: 'mean 100 |y - f| / |y|',
  source: 'Hyndman and Koehler 2006, section 2.2',
  score: ({ actual, mean }) => mape(actual, mean),
}
