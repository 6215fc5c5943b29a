import { averageOver, checkAligned, type Numbers } from './shared/average.ts'
import type { PointMetric } from './shared/metric.ts'

/**
 * Root mean squared logarithmic error: the root of mean (log(1 + f) - log(1 + y))^2, for counts and prices of very
 * different sizes. A forecast that is too low costs more than one that is as much too high.
 *
 * Undefined where y is below 0: such points are skipped. A forecast below 0 counts as 0.
 *
 * @param actual - the actual values; NaN where one is missing
 * @param forecast - one forecast for each actual value
 * @returns the error, which has no unit; NaN if no point counts
 * @throws {GatecastError} `ERR_TYPE` for anything but numbers, `ERR_SHAPE` unless there is a number for each actual
 * value
 * @see Tofallis 2015, "A better measure of relative prediction accuracy for model selection and model estimation"
 * @example
 * rmsle([0, 99], [0, 9]) // 1.63: the root of the mean of 0 and log(10)^2
 */
export function rmsle(actual: Numbers, forecast: Numbers): number {
  checkAligned(actual, { forecast })
  const squared = (i: number) => (Math.log1p(Math.max(0, forecast[i])) - Math.log1p(actual[i])) ** 2
  return Math.sqrt(averageOver(actual, (i) => (actual[i] < 0 ? undefined : squared(i))))
}

export const rmsleMetric: PointMetric = {
  name: 'rmsle',
  label: 'RMSLE',
  unit: 'none',
  better: 'lower',
  of: 'mean',
  needs: 'actual values of 0 or more',
  definition: 'root of mean (log(1 + f) - log(1 + y))^2',
  source: 'Tofallis 2015',
  score: ({ actual, mean }) => rmsle(actual, mean),
}
