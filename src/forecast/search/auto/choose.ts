import { defined } from '../../../base/defined.ts'
import type { Backtest } from '../../backtest/backtest.ts'
import { bestAverage } from './average.ts'
import { byScore, type Trial } from './contender.ts'

/** The chosen candidates, which are averaged, and the score of their average. */
export interface Choice {
  readonly members: readonly Trial[]
  readonly score: number
}

type Finalist = Trial & { backtest: Backtest }

/**
 * Chooses the best candidate of the last round, or an average of the best that differ.
 *
 * @param most - most members
 * @param left - milliseconds in which the members can be fitted on all rows
 * @returns `undefined` if no candidate has a score
 */
export function chooseBest(trials: readonly Trial[], metric: string, most: number, left: number): Choice | undefined {
  const finalists = trials.filter((one): one is Finalist => one.final && one.backtest !== null).sort(byScore(metric))
  if (finalists.length === 0) return undefined
  const fits = (members: readonly Trial[]) =>
    1000 * members.reduce((sum, { fitSeconds }) => sum + fitSeconds, 0) <= left
  const limit = finalists.find(({ kind }) => kind === 'seasonalNaive')?.score
  // A candidate that cannot be fitted again in time keeps the weights of its trial, alone.
  return bestAverage(finalists, metric, { most, isPossible: fits, ...defined({ limit }) })
}
