import { checkAligned, type Numbers, sumsOver } from './shared/average.ts'
import type { PointMetric } from './shared/metric.ts'

/**
 * Bias in percent: 100 sum (f - y) / sum |y|. Above 0, forecasts are too high; below 0, too low.
 *
 * @param actual - the values that came; NaN for a missing value
 * @param forecast - one number for each actual value
 * @returns percent of the total, of either sign; NaN if all values are 0
 * @throws {GatecastError} `ERR_TYPE` for anything but numbers, `ERR_SHAPE` unless there is a number for each actual
 * value
 * @see Yapo, Gupta and Sorooshian 1996, "percent bias", in units of the total of absolute values
 * @example
 * bias([0, 100, 100], [10, 90, 104]) // 2
 */
export function bias(actual: Numbers, forecast: Numbers): number {
  checkAligned(actual, { forecast })
  const [errors, total] = sumsOver(actual, (i) => [forecast[i] - actual[i], Math.abs(actual[i])])
  return total === 0 ? Number.NaN : (100 * errors) / total
}

export const biasMetric: PointMetric = {
  name: 'bias',
  label: 'Bias',
  unit: 'percent',
  // A bias of 0 is best, but forecasts that are wrong by equal amounts in both directions have it.
  better: null,
  of: 'mean',
  needs: 'an actual value other than 0',
  definition: '100 sum (f - y) / sum |y|',
  source: 'Yapo, Gupta and Sorooshian 1996',
  score: ({ actual, mean }) => bias(actual, mean),
}
