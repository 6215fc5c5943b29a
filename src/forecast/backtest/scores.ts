import type { InPieces } from '../../base/resources/turns.ts'
import { metrics } from '../metrics/index.ts'
import type { Interval, Points } from '../metrics/shared/metric.ts'
import { levelIndex } from '../quantiles.ts'
import { nameOfScore } from './named_metric.ts'

/**
 * Scores by name. Scores of the mean: `mae`, `mse`, `rmse`, `mape`, `smape`, `wape`, `mase`, `rmsse`, `rmsle`, `bias`.
 * Scores of the quantiles: `pinball` (mean over the levels) and `crps`. Scores of each central interval, for example of
 * 80 %: `coverage80`, `width80`, `winkler80`.
 */
export type Scores = Record<string, number>

/** Scores points by every metric. Metrics of quantiles and intervals apply only if the forecast has such levels. */
export function scorePoints(points: Points): Scores {
  const scores: Scores = {}
  const hasQuantiles = points.levels.length > 0
  for (const metric of metrics)
    if (metric.of === 'mean' || (metric.of === 'quantiles' && hasQuantiles)) scores[metric.name] = metric.score(points)
  for (const interval of centralIntervals(points))
    for (const metric of metrics)
      if (metric.of === 'interval') scores[nameOfScore(metric, interval.share)] = metric.score(points, interval)
  return scores
}

/** The intervals between two levels that are equally far from the median. */
function centralIntervals({ levels, quantiles }: Points): Interval[] {
  return levels.flatMap((level, lower) => {
    const upper = level < 0.5 ? levelIndex(levels, 1 - level) : -1
    return upper < 0 ? [] : [{ lower: quantiles[lower], upper: quantiles[upper], share: 1 - 2 * level }]
  })
}

/** The mean of each score. NaN values do not count. */
export function* meanScores(all: readonly { readonly scores: Scores }[]): InPieces<Scores> {
  const means: Scores = {}
  for (const name of Object.keys(all[0]?.scores ?? {})) {
    let [sum, count] = [0, 0]
    for (const { scores } of all) {
      const score = scores[name]
      if (Number.isNaN(score)) continue
      sum += score
      count++
    }
    means[name] = sum / count
    yield
  }
  return means
}
