import { checkAligned, type Numbers, sumsOver } from './shared/average.ts'
import type { PointMetric } from './shared/metric.ts'

/**
 * Weighted absolute percentage error: 100 sum |y - f| / sum |y|.
 *
 * The share of the total that is forecast in the wrong place. Unlike MAPE it is defined if some values are 0. It is also
 * known as WMAPE, MAD/mean ratio, and normalized deviation.
 *
 * @param actual - the values that came; NaN for a missing value
 * @param forecast - one number for each actual value
 * @returns percent, 0 to infinity; NaN if all values are 0
 * @throws {GatecastError} `ERR_TYPE` for anything but numbers, `ERR_SHAPE` unless there is a number for each actual
 * value
 * @see Kolassa and Schuetz 2007, "Advantages of the MAD/Mean ratio over the MAPE"
 * @example
 * wape([0, 100, 100], [10, 90, 100]) // 10
 */
export function wape(actual: Numbers, forecast: Numbers): number {
  checkAligned(actual, { forecast })
  const [errors, total] = sumsOver(actual, (i) => [Math.abs(actual[i] - forecast[i]), Math.abs(actual[i])])
  return total === 0 ? Number.NaN : (100 * errors) / total
}

export const wapeMetric: PointMetric = {
  name: 'wape',
  label: 'WAPE',
  unit: 'percent',
  better: 'lower',
  of: 'mean',
  needs: 'an actual value other than 0',
  definition: '100 sum |y - f| / sum |y|',
  source: 'Kolassa and Schuetz 2007',
  score: ({ actual, mean }) => wape(actual, mean),
}
