// Measures the factor (stretch) by which the intervals of a network must be wider. The windows of few series overlap,
// so a network sees the same values many times, memorises them, and predicts intervals that are too narrow for new
// values. The rehearsal is a first training without the newest windows. The errors in these windows give the factor.
//
//   ratio   = |y - mean| / (half of the 80 % interval on that side)
//   stretch = the ceil(0.8 n (1 + 1 / m))-th smallest of the n ratios of all series, windows and steps, 1 at least
//
// The errors of overlapping windows depend on each other, so the n ratios count as m, the number of windows that do not
// overlap.
//
// Source: split conformal prediction with the forecaster's own spread (Lei et al. 2018, 5.2). All steps share one
// factor, because a few windows are not enough for a factor of each step.

import { distributionOf, type Readout } from '../../../models/index.ts'
import type { Panel } from '../../../series/index.ts'
import type { Backtest } from '../../backtest/backtest.ts'
import type { Design } from '../design/design.ts'
import type { NetworkSettings } from '../design/settings.ts'

/** The levels of the 80 % interval. */
export const rehearsalLevels = [0.1, 0.9] as const
const share = 0.8

/** With more non-overlapping windows than this, intervals have about the right width without a rehearsal. */
const enough = 300

/** Largest number of windows of a rehearsal. More windows take more time, and hardly change the intervals. */
const mostWindows = 100

/** The windows of a rehearsal, as in a backtest. */
export interface Rehearsal {
  readonly windows: number
  readonly step: number
  /** Number of rows at the end of each series that the first training leaves out. */
  readonly rows: number
}

/**
 * Plans a rehearsal on the newest quarter of a typical series. It is `null` if the data are enough without one, if the
 * series are too short, or if the output has no interval that can be made wider.
 */
export function rehearsalFor(
  { lengths }: Pick<Panel, 'lengths'>,
  { context }: Design,
  settings: NetworkSettings,
): Rehearsal | null {
  const { horizon, output } = settings
  const independent = lengths.reduce((sum, length) => sum + length, 0) / (context + horizon)
  const typical = lengths.slice().sort()[lengths.length >> 1]
  const held = Math.max(horizon, Math.round(typical / 4))
  if (
    !distributionOf(output).canStretch(output, ...rehearsalLevels) ||
    independent > enough ||
    typical - held <= 2 * horizon
  )
    return null
  const step = Math.max(Math.ceil(horizon / 4), Math.ceil((held - horizon) / mostWindows))
  const windows = Math.floor((held - horizon) / step) + 1
  return { windows, step, rows: (windows - 1) * step + horizon }
}

/**
 * The factor by which the intervals of the backtests must be wider to hold 80 % of the points; at least 1.
 *
 * @param backtests - one backtest for each panel of a stream
 */
export function measureStretch(backtests: readonly Rehearsed[], { rows }: Rehearsal): number {
  const parts = backtests.map(({ windows }) => windows.flatMap(ratiosOf))
  const ratios = parts.flat()
  const series = backtests.reduce(
    (sum, { windows, horizon }, i) => sum + parts[i].length / (windows.length * horizon),
    0,
  )
  const independent = (series * rows) / backtests[0].horizon
  const rank = Math.ceil(share * ratios.length * (1 + 1 / independent))
  const sorted = Float64Array.from(ratios).sort()
  return Math.max(1, sorted[Math.min(rank, sorted.length) - 1] ?? 1)
}

type Rehearsed = Pick<Backtest, 'windows' | 'horizon'>

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
