// The factor (stretch) by which the intervals of a network must be wider or narrower. A network that has seen the same
// values many times predicts intervals that are too narrow for new values. The windows of the rehearsal give the factor:
//
//   ratio   = |y - mean| / (half of the 80 % interval on that side)
//   q       = the ceil(0.8 n)-th smallest of the n ratios of all series, windows and steps
//   stretch = (q^m p^4)^(1 / (m + 4)),  p = 1 + 4 / (n + 2)
//
// Here m is the number of windows that do not overlap, of at most four series, as series of the same time err together;
// n is the number of windows in all histories that do not overlap. Few windows say little, and training has stopped where
// these few were forecast best. So their factor moves towards p, as if four windows more had said p: near 2 for a single
// short series, which a network memorises, and near 1 for large data. All steps share one factor, because a few windows
// are not enough for a factor of each step.
//
// Source: split conformal prediction with the forecaster's own spread (Lei et al. 2018, 5.2).

import type { Readout } from '../../../models/index.ts'
import type { Backtest } from '../../backtest/backtest.ts'

/** The levels of the 80 % interval. */
export const rehearsalLevels = [0.1, 0.9] as const
const share = 0.8
/** The number of windows that say as much as the factor p. */
const prior = 4
/** Series of the same time err together: more of them do not count. */
const mostSeries = 4

type Rehearsed = Pick<Backtest, 'windows' | 'horizon'>

/**
 * The factor with which the intervals of the backtests hold about 80 % of the points.
 *
 * @param backtests - one backtest for each panel of a stream
 * @param rows - number of rows of each series that the windows cover
 * @param learned - number of windows in all histories that do not overlap
 */
export function measureStretch(backtests: readonly Rehearsed[], rows: number, learned: number): number {
  const parts = backtests.map(({ windows }) => windows.flatMap(ratiosOf))
  const ratios = Float64Array.from(parts.flat()).sort()
  const ratio = ratios[Math.ceil(share * ratios.length) - 1] ?? 0
  if (!(ratio > 0)) return 1
  const series = backtests.reduce(
    (sum, { windows, horizon }, i) => sum + parts[i].length / (windows.length * horizon),
    0,
  )
  const independent = (Math.min(series, mostSeries) * rows) / backtests[0].horizon
  const logs = independent * Math.log(ratio) + prior * Math.log(1 + 4 / (learned + 2))
  return Math.exp(logs / (independent + prior))
}

function ratiosOf({ forecast: { mean, quantiles }, actual }: Backtest['windows'][number]): number[] {
  const [lower, upper] = quantiles
  const ratio = (value: number, i: number) => (value - mean[i]) / ((value < mean[i] ? lower[i] : upper[i]) - mean[i])
  return Array.from(actual, ratio).filter(Number.isFinite)
}

/** Moves quantiles away from the mean by the factor `stretch`. */
export function stretched({ mean, quantiles }: Readout, stretch: number): Readout {
  if (stretch === 1) return { mean, quantiles }
  const stretchOne = (values: Float64Array) => values.map((value, i) => mean[i] + stretch * (value - mean[i]))
  return { mean, quantiles: quantiles.map(stretchOne) }
}
