// Chooses the best candidate, or an average of the best that differ. Members are added one at a time: the one whose
// addition gives the average with the best score, as long as the score improves.
//
// Source: Caruana, Niculescu-Mizil, Crew, Ksikes 2004, "Ensemble selection from libraries of models".

import { Backtest } from '../../backtest/backtest.ts'
import { averageForecasts } from '../../ensemble/average.ts'
import { byScore, rank, type Trial } from './contender.ts'

/** The chosen candidates, which are averaged, and the score of their average. */
export interface Choice {
  readonly members: readonly Trial[]
  readonly score: number
  readonly backtest: Backtest
}

/** Forecasts differ if they are apart, on average, by this share of the mean absolute error or more. */
const leastDifference = 0.02

/**
 * @param trials - all candidates; those of the last round are compared
 * @param most - most members
 * @param left - milliseconds in which the members can be fitted on all rows
 * @returns `undefined` if no candidate has a score
 */
export function chooseBest(trials: readonly Trial[], metric: string, most: number, left: number): Choice | undefined {
  const finalists = trials.filter(({ final, backtest }) => final && backtest).sort(byScore(metric))
  const affordable = finalists.filter(({ fitSeconds }, i) => i === 0 || 1000 * fitSeconds <= left)
  const [first, ...others] = affordable
  if (!first?.backtest) return undefined
  let choice: Choice = { members: [first], score: first.score, backtest: first.backtest }
  while (choice.members.length < most) {
    const seconds = choice.members.reduce((sum, { fitSeconds }) => sum + fitSeconds, 0)
    const tries = others
      .filter((one) => !choice.members.includes(one) && 1000 * (seconds + one.fitSeconds) <= left)
      .filter((one) => choice.members.every((member) => differ(member, one)))
      .map((one) => averageOf([...choice.members, one], metric))
    const better = tries.reduce(
      (best, one) => (rank(metric, one.score) < rank(metric, best.score) ? one : best),
      choice,
    )
    if (better === choice) return choice
    choice = better
  }
  return choice
}

function averageOf(members: readonly Trial[], metric: string): Choice {
  const backtests = members.flatMap(({ backtest }) => backtest ?? [])
  const [first] = backtests
  const windows = first.windows.map((window, w) => ({
    ...window,
    forecast: averageForecasts(
      backtests.map((backtest) => backtest.windows[w].forecast),
      'mean',
    ),
  }))
  const backtest = new Backtest({ kind: 'ensemble', horizon: first.horizon, season: first.season, windows })
  return { members, score: backtest.overall[metric], backtest }
}

/** Whether two candidates forecast differently: an average of two that do not is the same model twice. */
function differ(a: Trial, b: Trial): boolean {
  let [apart, error] = [0, 0]
  a.backtest?.windows.forEach(({ forecast, actual, absoluteScale }, w) => {
    const other = b.backtest?.windows[w].forecast.mean ?? forecast.mean
    forecast.mean.forEach((value, i) => {
      if (Number.isNaN(actual[i])) return
      const unit = absoluteScale[Math.floor(i / forecast.horizon)]
      // A series without a seasonal change has no unit of its own.
      const scale = unit > 0 ? unit : 1
      apart += Math.abs(value - other[i]) / scale
      error += Math.abs(value - actual[i]) / scale
    })
  })
  return apart > leastDifference * error
}
