import { GatecastError } from '../../base/error.ts'
import { coverage, crps, mae, mape, mase, mse, pinball, rmse, rmsse, smape, width, winkler } from '../metrics/index.ts'
import { levelIndex } from '../quantiles.ts'

/**
 * Scores by name: `mae`, `mse`, `rmse`, `mape`, `smape`, `mase`, `rmsse`; of quantiles `pinball` (mean over the levels)
 * and `crps`; and for each central interval, such as the one of 80 %, `coverage80`, `width80`, `winkler80`.
 */
export type Scores = Record<string, number>

/** Points that are scored together; arrays of equal length. */
export interface Points {
  readonly actual: Float64Array
  readonly mean: Float64Array
  readonly levels: readonly number[]
  readonly quantiles: readonly Float64Array[]
  /** Units of MASE and RMSSE of each point. */
  readonly absoluteScale: Float64Array
  readonly squaredScale: Float64Array
}

const names = ['mae', 'mse', 'rmse', 'mape', 'smape', 'mase', 'rmsse', 'pinball', 'crps']

/** @throws {GatecastError} `ERR_RANGE` for what is the name of no score, before anything is measured */
export function checkMetric(metric: string): string {
  if (names.includes(metric) || /^(coverage|width|winkler)\d/.test(metric)) return metric
  throw new GatecastError(
    'ERR_RANGE',
    `Expected metric to be one of ${names.join(', ')}, or of an interval such as winkler80, got ${JSON.stringify(metric)}`,
  )
}

export function scoresOf({ actual, mean, levels, quantiles, absoluteScale, squaredScale }: Points): Scores {
  const scores: Scores = {
    mae: mae(actual, mean),
    mse: mse(actual, mean),
    rmse: rmse(actual, mean),
    mape: mape(actual, mean),
    smape: smape(actual, mean),
    mase: mase(actual, mean, absoluteScale),
    rmsse: rmsse(actual, mean, squaredScale),
  }
  if (levels.length === 0) return scores
  const losses = levels.map((level, i) => pinball(actual, quantiles[i], level))
  scores.pinball = losses.reduce((sum, loss) => sum + loss, 0) / losses.length
  scores.crps = crps(actual, levels, quantiles)
  for (const [lower, upper, share] of centralIntervals(levels)) {
    const percent = Number((100 * share).toPrecision(6))
    scores[`coverage${percent}`] = coverage(actual, quantiles[lower], quantiles[upper])
    scores[`width${percent}`] = width(actual, quantiles[lower], quantiles[upper])
    scores[`winkler${percent}`] = winkler(actual, quantiles[lower], quantiles[upper], share)
  }
  return scores
}

/** Where the levels come in pairs around the median: both positions, and the share between them. */
function centralIntervals(levels: readonly number[]): [lower: number, upper: number, share: number][] {
  return levels.flatMap((level, lower) => {
    const upper = level < 0.5 ? levelIndex(levels, 1 - level) : -1
    return upper < 0 ? [] : [[lower, upper, 1 - 2 * level] as [number, number, number]]
  })
}

/** The mean of each score over those where it is defined. */
export function meanScores(all: readonly Scores[]): Scores {
  const means: Scores = {}
  for (const name of Object.keys(all[0] ?? {})) {
    const defined = all.map((scores) => scores[name]).filter((score) => !Number.isNaN(score))
    means[name] = defined.reduce((sum, score) => sum + score, 0) / defined.length
  }
  return means
}
