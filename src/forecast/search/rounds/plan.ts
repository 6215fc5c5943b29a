// The windows and series on which candidates are compared. All candidates forecast the same windows of the same series,
// so that their scores differ by the candidates alone. Few windows do not rank: with few series there are many windows, and
// they overlap if the series are short.

import type { Panel } from '../../../series/index.ts'

/** The windows of a round, and the series that they are taken from. */
export interface TrialPlan {
  readonly windows: number
  /** Rows between two origins. */
  readonly step: number
  /** Indices of the series that are tested. */
  readonly series: readonly number[]
}

/** Forecasts of one series from one origin that a round should have. */
const enough = 300
/** Most windows, and most series. */
const [mostWindows, mostSeries] = [12, 128]
/** Share of the rows of a shorter series that the windows lie in: the rest is there to learn from. */
const share = 0.35

/** Rows at the end of each series that the windows of a plan lie in. */
export const rowsOf = ({ windows, step }: Omit<TrialPlan, 'series'>, horizon: number): number =>
  horizon + (windows - 1) * step

/**
 * Plans the last round.
 *
 * @param least - rows that a candidate needs before the first origin
 * @param given - windows and step that the user sets
 * @returns `undefined` if no series has room for a window
 */
export function planFor(
  { lengths }: Pick<Panel, 'lengths'>,
  horizon: number,
  least: number,
  given: { windows?: number; step?: number } = {},
): TrialPlan | undefined {
  const sorted = lengths.toSorted()
  const longest = sorted[sorted.length - 1]
  if (longest < least + horizon) return undefined
  // A quarter of the series may be too short for all windows. A single window needs a series that has room for it.
  const shorter = Math.max(sorted[sorted.length >> 2], least + horizon)
  const wanted = Math.max(share * shorter, Math.min(shorter / 2, horizon + 8))
  const room = Math.min(shorter - least, Math.max(horizon, Math.floor(wanted)))
  const asked =
    given.windows === undefined ? 0 : rowsOf({ windows: given.windows, step: given.step ?? horizon }, horizon)
  const testable = Array.from(lengths.keys()).filter((one) => lengths[one] >= least + Math.max(room, asked))
  const series = evenly(testable.length > 0 ? testable : [lengths.indexOf(longest)], mostSeries)
  if (given.windows !== undefined) return { windows: given.windows, step: given.step ?? horizon, series }
  const spare = room - horizon
  const wantedWindows = Math.min(mostWindows, Math.max(3, Math.ceil(enough / series.length)))
  const windows = Math.min(wantedWindows, 1 + Math.floor(spare / (given.step ?? 1)))
  const apart = windows > 1 ? Math.floor(spare / (windows - 1)) : horizon
  return { windows, step: given.step ?? Math.max(1, Math.min(horizon, apart)), series }
}

/** A plan with about a share of the forecasts: fewer windows that cover the same rows, and fewer series. */
export function smaller(plan: TrialPlan, part: number): TrialPlan {
  const windows = Math.max(Math.min(plan.windows, 2), Math.round(plan.windows * Math.sqrt(part)))
  const count = (plan.windows * plan.series.length * part) / windows
  const series = evenly(plan.series, Math.max(1, Math.round(count)))
  return withWindows({ ...plan, series }, windows)
}

/** A plan with fewer windows that cover the same rows. */
export function withWindows(plan: TrialPlan, windows: number): TrialPlan {
  const step = windows > 1 ? Math.max(1, Math.floor((plan.step * (plan.windows - 1)) / (windows - 1))) : plan.step
  return { ...plan, windows, step }
}

/** Number of forecasts of one series from one origin. */
export const forecastsOf = ({ windows, series }: TrialPlan): number => windows * series.length

function evenly(all: readonly number[], most: number): readonly number[] {
  if (all.length <= most) return all
  return Array.from({ length: most }, (_, i) => all[Math.floor((i * all.length) / most)])
}
