// How far the intervals of a network have to be stretched. Windows of few series overlap, so a network sees the same
// values again and again and is soon surer of the past than it can be of the future. Like the errors of a dress
// rehearsal, those of windows that a network has not seen tell by how much.
//
//   ratio   = |y - mean| / (half of the 80 % interval on that side)
//   stretch = the ceil(0.8 n (1 + 1 / m))-th smallest of the n ratios of all series, windows and steps, 1 at least
//
// Points of a window hang together: n of them tell no more than the m windows that do not overlap.
//
// Source: split conformal prediction with the forecaster's own spread (Lei et al. 2018, 5.2), with one score for all
// steps, for few windows say little about each.

import { distributionOf, type Readout } from '../../../models/index.ts'
import type { Panel } from '../../../series/index.ts'
import type { Backtest } from '../../backtest/backtest.ts'
import type { Design } from '../design/design.ts'
import type { NetworkSettings } from '../design/settings.ts'

/** Of the 80 % interval. */
export const rehearsalLevels = [0.1, 0.9] as const
const share = 0.8

/** With more windows than this that do not overlap, intervals are about right without. */
const enough = 300

/** More say little that is new, and take their time where paths are drawn from each. */
const mostWindows = 100

/** Origins of the rehearsal, counted from the end as in a backtest. */
export interface Rehearsal {
  readonly windows: number
  readonly step: number
  /** Rows at the end of each series that the rehearsing network has not seen. */
  readonly rows: number
}

/**
 * The newest quarter of a typical series; `null` where there is enough to learn from, too little to hold out, or no
 * interval to measure.
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
 * By what intervals would have had to be multiplied in a rehearsal to hold their share of the points; 1 at least.
 *
 * @param backtests - one for each panel of a stream
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

/** Quantiles further from the mean. */
export function stretched({ mean, quantiles }: Readout, stretch: number): Readout {
  if (stretch === 1) return { mean, quantiles }
  const stretchOne = (values: Float64Array) => values.map((value, i) => mean[i] + stretch * (value - mean[i]))
  return { mean, quantiles: quantiles.map(stretchOne) }
}
