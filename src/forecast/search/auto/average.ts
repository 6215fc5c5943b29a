// The best candidate, or an average of the best. A backtest of few windows does not tell candidates apart whose scores are
// close, and the average of methods that differ is, as a rule, better than the one that seemed best. So candidates whose
// scores are close to the best join a list one by one, the best first. The members are the longest list whose average
// scores nearly as well as the average of the best list.
//
// Source: Hibon and Evgeniou 2005, "To combine or not to combine"; Petropoulos and Svetunkov 2020, "A simple combination
// of univariate models". The two limits were chosen on 112 single series of 60 to 300 rows.

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

/** Members have scores that are worse than the best by this share or less. */
const close = 0.25
/** The longest list is taken whose score is worse than that of the best list by this share or less. */
const slack = 0.02
/** Forecasts differ if they are apart, on average, by this share of the mean absolute error or more. */
const leastDifference = 0.02

/** What an average has to keep to. */
export interface AverageRules<T extends Scored> {
  /** Most members. */
  readonly most: number
  /** Whether some candidates can be members together, for example because there is time to fit them; default always. */
  isPossible?(members: readonly T[]): boolean
  /** A score that the average must not be worse than, for example that of seasonal naive. */
  readonly limit?: number
}

/** @param ranked - candidates, the best first */
export function bestAverage<T extends Scored>(
  ranked: readonly T[],
  metric: string,
  { most, isPossible = () => true, limit = Number.NaN }: AverageRules<NoInfer<T>>,
): Average<T> {
  const rank = (score: number) => (Number.isNaN(score) ? Number.POSITIVE_INFINITY : distanceFromBest(metric, score))
  const within = (share: number, score: number, best: number) =>
    rank(score) <= rank(best) + share * Math.abs(rank(best))
  const [first, ...others] = ranked
  const lists: Average<T>[] = [{ members: [first], backtest: first.backtest, score: first.score }]
  for (const one of others) {
    const { members } = lists[lists.length - 1]
    if (members.length === most || !within(close, one.score, first.score)) break
    if (members.every((member) => differ(member, one)) && isPossible([...members, one]))
      lists.push(averageOf([...members, one], metric))
  }
  const best = lists.reduce((a, b) => (rank(b.score) < rank(a.score) ? b : a))
  const isAllowed = ({ score }: Scored) => Number.isNaN(limit) || rank(score) <= rank(limit)
  return lists.findLast((list) => within(slack, list.score, best.score) && isAllowed(list)) ?? best
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
