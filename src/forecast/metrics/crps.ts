import { checkList, checkNumbers } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { checkLevels } from '../quantiles.ts'
import { averageOver, checkAligned, type Numbers } from './shared/average.ts'
import type { PointMetric } from './shared/metric.ts'
import { pinballAt } from './shared/pinball_at.ts'

/**
 * Continuous ranked probability score from quantiles: the integral over all levels of twice the pinball loss, by the
 * midpoint rule. Each level represents the levels that are nearer to it than to its neighbours; the lowest and the
 * highest level also represent all levels beyond them. With the median alone the score is {@link mae}. It becomes exact
 * as levels become dense.
 *
 * @param actual - the values that came; NaN for a missing value
 * @param given - levels of the quantiles, ascending
 * @param quantiles - one array for each level
 * @returns the score in the unit of the series; smaller is better
 * @throws {GatecastError} `ERR_RANGE` unless the levels ascend between 0 and 1, `ERR_TYPE` for anything but numbers,
 * `ERR_SHAPE` unless there is a number for each actual value
 * @see Gneiting and Ranjan 2011, "Comparing density forecasts using threshold- and quantile-weighted scoring rules"
 * @example
 * crps([10], [0.1, 0.5, 0.9], [[7], [9], [12]]) // 0.7
 */
export function crps(actual: Numbers, given: Numbers, quantiles: readonly Numbers[]): number {
  const levels = checkLevels(Array.from(checkNumbers('levels', given)))
  if (checkList('quantiles', quantiles).length !== levels.length)
    throw new GatecastError(
      'ERR_SHAPE',
      `Expected an array of quantiles for each of ${levels.length} levels, got ${quantiles.length}`,
    )
  levels.forEach((level, i) => {
    checkAligned(actual, { [`the quantile of level ${level}`]: quantiles[i] })
  })
  if (levels.length === 0) return Number.NaN
  const borders = [0, ...levels.slice(1).map((level, i) => (levels[i] + level) / 2), 1]
  return averageOver(actual, (i) =>
    levels.reduce(
      (sum, level, l) => sum + 2 * (borders[l + 1] - borders[l]) * pinballAt(actual[i], quantiles[l][i], level),
      0,
    ),
  )
}

export const crpsMetric: PointMetric = {
  name: 'crps',
  label: 'CRPS',
  unit: 'target',
  better: 'lower',
  of: 'quantiles',
  definition: 'integral over all levels of twice the pinball loss',
  source: 'Gneiting and Ranjan 2011',
  score: ({ actual, levels, quantiles }) => crps(actual, levels, quantiles),
}
