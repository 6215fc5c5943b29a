// How many rows of history are enough. A forecaster says what `fit` and `predict` need (its kind is the owner); what a
// backtest needs follows from that, and so does whether forecasters can be compared at all.

import { GatecastError } from '../../base/error.ts'
import type { Forecaster } from '../forecaster.ts'

/** The windows of a backtest. */
export interface WindowPlan {
  readonly horizon: number
  readonly windows: number
  /** Rows between two origins. */
  readonly step: number
}

/** Rows that every forecaster needs: two, as one value has no spread. */
export const leastRows = 2

/** Rows of the longest history that `fit` and `predict` of a forecaster need. */
export const rowsFor = ({ needs = leastRows }: Pick<Forecaster, 'needs'>): number => needs

/** Rows of the longest history that a backtest needs whose forecaster needs `needs` rows. */
export const rowsForBacktest = (needs: number, { horizon, windows, step }: WindowPlan): number =>
  needs + horizon + (windows - 1) * step

/** The most windows of a plan that fit into a history of some rows; 0 if not even one fits. */
export function windowsWithin(rows: number, needs: number, { horizon, windows, step }: WindowPlan): number {
  const spare = rows - rowsForBacktest(needs, { horizon, windows: 1, step })
  return spare < 0 ? 0 : Math.min(windows, 1 + Math.floor(spare / step))
}

export const longestOf = (lengths: Float64Array): number => lengths.reduce((most, rows) => Math.max(most, rows), 0)

/**
 * The kind for series that are too short to compare forecasters in a backtest: `seasonalNaive` if the longest history has
 * two seasons, else `naive`.
 */
export const simpleKind = (lengths: Float64Array, season: number): 'seasonalNaive' | 'naive' =>
  season > 1 && longestOf(lengths) >= 2 * season ? 'seasonalNaive' : 'naive'

/** @throws {GatecastError} `ERR_DATA` if every history has fewer rows than a forecaster needs */
export function checkEnough(lengths: Float64Array, forecaster: Pick<Forecaster, 'kind' | 'horizon' | 'needs'>): void {
  const needs = rowsFor(forecaster)
  const longest = longestOf(lengths)
  if (longest >= needs) return
  const { kind, horizon } = forecaster
  const reason = needs === horizon ? `, at least as long as the horizon of ${horizon} steps,` : ''
  throw new GatecastError(
    'ERR_DATA',
    `Expected a history of ${needs} rows or more${reason} for ${kind}, got ${longest} rows in the longest series. Use a ` +
      'shorter horizon, more rows of history, or a simple method, for example naive',
  )
}

/** @throws {GatecastError} `ERR_DATA` with the number of rows, if every history is too short for a backtest */
export function checkEnoughForBacktest(lengths: Float64Array, needs: number, plan: WindowPlan): void {
  const rows = rowsForBacktest(needs, plan)
  const longest = longestOf(lengths)
  if (longest >= rows) return
  throw new GatecastError(
    'ERR_DATA',
    `Expected a series of ${rows} rows or more for ${windowsText(plan)} of ${plan.horizon} steps, got ${longest} in ` +
      `the longest series. ${remedyFor(longest, needs, plan)}`,
  )
}

export const windowsText = ({ windows }: Pick<WindowPlan, 'windows'>): string =>
  `${windows} ${windows === 1 ? 'window' : 'windows'}`

/** The values with which a backtest is possible, as code writes them; the command turns them into flags. */
function remedyFor(rows: number, needs: number, plan: WindowPlan): string {
  const fits = windowsWithin(rows, needs, plan)
  if (fits > 0) {
    const step = Math.floor((rows - needs - plan.horizon) / (plan.windows - 1))
    return `Use windows: ${fits}${step > 0 ? `, or step: ${step}` : ''}`
  }
  const steps = rows - needs
  if (steps <= 0) return 'Use a shorter horizon, or more rows of history'
  return `Use ${plan.windows > 1 ? 'windows: 1, and ' : ''}horizon: ${steps} or less`
}
