import { GatecastError } from '../../base/error.ts'
import { averageOver, checkAligned, type Numbers } from './shared/average.ts'
import type { PointMetric } from './shared/metric.ts'
import { pinballAt } from './shared/pinball_at.ts'

/**
 * Continuous ranked probability score from quantiles: the integral over all levels of twice the pinball loss, by the
 * midpoint rule. Each level stands for the levels nearer to it than to its neighbours, the outer ones for all that are
 * beyond. With the median alone it is {@link mae}. In the unit of the series; exact as levels become dense.
 *
 * @param levels - ascending
 * @param quantiles - an array for each level
 * @param actual - what came; NaN where it is missing
 * @returns in the unit of the series; smaller is better
 * @throws {GatecastError} `ERR_SHAPE` unless there is a number for each actual value
 * @see Gneiting and Ranjan 2011, "Comparing density forecasts using threshold- and quantile-weighted scoring rules"
 * @example
 * crps([10], [0.1, 0.5, 0.9], [[7], [9], [12]]) // 0.7
 */
export function crps(actual: Numbers, levels: readonly number[], quantiles: readonly Numbers[]): number {
  if (quantiles.length !== levels.length)
    throw new GatecastError(
      'ERR_SHAPE',
      `Expected an array of quantiles for each of ${levels.length} levels, got ${quantiles.length}`,
    )
  for (const quantile of quantiles) checkAligned(actual, { quantile })
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
