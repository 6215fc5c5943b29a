import { averageOver, checkAligned, type Numbers } from './shared/average.ts'
import type { PointMetric } from './shared/metric.ts'
import { checkShare, pinballAt } from './shared/pinball_at.ts'

/**
 * Pinball loss of a quantile, averaged over the points: level (y - q) if y is above the quantile q, else
 * (1 - level) (q - y). It is smallest for the true quantile. At level 0.5 it is half of {@link mae}.
 *
 * @param actual - the values that came; NaN for a missing value
 * @param quantile - the forecast quantile, one number for each point
 * @param level - level of the quantile, between 0 and 1
 * @returns the loss in the unit of the series; NaN without a point
 * @throws {GatecastError} `ERR_RANGE` unless the level is between 0 and 1, `ERR_TYPE` for anything but numbers,
 * `ERR_SHAPE` unless there is a number for each actual value
 * @see Koenker and Bassett 1978
 * @example
 * pinball([10], [8], 0.9) // 1.8
 */
export function pinball(actual: Numbers, quantile: Numbers, level: number): number {
  checkAligned(actual, { quantile })
  checkShare('level', level)
  return averageOver(actual, (i) => pinballAt(actual[i], quantile[i], level))
}

export const pinballMetric: PointMetric = {
  name: 'pinball',
  label: 'Pinball',
  unit: 'target',
  better: 'lower',
  of: 'quantiles',
  definition: 'mean over the levels of level (y - q) above the quantile q, (1 - level) (q - y) below',
  source: 'Koenker and Bassett 1978',
  score: ({ actual, levels, quantiles }) => {
    const losses = levels.map((level, i) => pinball(actual, quantiles[i], level))
    return losses.reduce((sum, loss) => sum + loss, 0) / losses.length
  },
}
