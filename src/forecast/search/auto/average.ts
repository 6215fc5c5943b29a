// The best candidate, or an average of the best that differ. Members are added one at a time: the one whose addition gives
// the average with the best score, as long as the score improves.
//
// Source: Caruana, Niculescu-Mizil, Crew, Ksikes 2004, "Ensemble selection from libraries of models".

import { Backtest } from '../../backtest/backtest.ts'
import { distanceFromBest } from '../../backtest/named_metric.ts'
import { averageForecasts } from '../../ensemble/average.ts'

/** A candidate with its backtest. All candidates have forecast the same windows. */
export interface Scored {
  readonly backtest: Backtest
  readonly score: number
}

/** Candidates whose forecasts are averaged, and the backtest of the average. */
export interface Average<T extends Scored> extends Scored {
  readonly members: readonly T[]
}

/** Forecasts differ if they are apart, on average, by this share of the mean absolute error or more. */
const leastDifference = 0.02

/**
 * @param ranked - candidates, the best first
 * @param most - most members
 * @param isPossible - whether some candidates can be members together, for example because there is time to fit them
 */
export function bestAverage<T extends Scored>(
  ranked: readonly T[],
  metric: string,
  most: number,
  isPossible: (members: readonly T[]) => boolean = () => true,
): Average<T> {
  const rank = (score: number) => (Number.isNaN(score) ? Number.POSITIVE_INFINITY : distanceFromBest(metric, score))
  const [first, ...others] = ranked
  let best: Average<T> = { members: [first], backtest: first.backtest, score: first.score }
  while (best.members.length < most) {
    const { members } = best
    const next = others
      .filter((one) => members.every((member) => member !== one && differ(member, one)))
      .filter((one) => isPossible([...members, one]))
      .map((one) => averageOf([...members, one], metric))
      .reduce((a, b) => (rank(b.score) < rank(a.score) ? b : a), best)
    if (next === best) return best
    best = next
  }
  return best
}

function averageOf<T extends Scored>(members: readonly T[], metric: string): Average<T> {
  const [first] = members
  const windows = first.backtest.windows.map((window, w) => ({
    ...window,
    forecast: averageForecasts(
      members.map(({ backtest }) => backtest.windows[w].forecast),
      'mean',
    ),
  }))
  const { horizon, season } = first.backtest
  const backtest = new Backtest({ kind: 'ensemble', horizon, season, windows })
  return { members, backtest, score: backtest.overall[metric] }
}

/** Whether two candidates forecast differently: an average of two that do not is the same model twice. */
function differ(a: Scored, b: Scored): boolean {
  let [apart, error] = [0, 0]
  a.backtest.windows.forEach(({ forecast, actual, absoluteScale }, w) => {
    const other = b.backtest.windows[w].forecast.mean
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
