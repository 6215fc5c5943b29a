import type { Backtest } from '../../forecast/backtest/backtest.ts'
import type { Parts } from '../report_parts.ts'
import { baselineName } from './baseline.ts'
import { rankingName } from './score_labels.ts'

/** The score that series and models of a backtest are ranked by. */
export const rankingScore = (backtest: Backtest): string => rankingName(backtest.overall)

/** Names of the scores that are defined for at least one series. */
export const definedScores = ({ overall }: Backtest): string[] =>
  Object.keys(overall).filter((name) => Number.isFinite(overall[name]))

/** The series with the highest scores, the worst first. Series without a score are left out. */
export function worstFirst(backtest: Backtest, count: number): { id: string; score: number }[] {
  const name = rankingScore(backtest)
  const scores = Float64Array.from(backtest.perSeries, ({ scores }) =>
    Number.isFinite(scores[name]) ? scores[name] : Number.NaN,
  )
  return largest(scores, count).map((series) => ({ id: backtest.perSeries[series].id, score: scores[series] }))
}

/** The positions of the largest numbers, the largest first; equal numbers in their order. NaN is left out. */
export function largest(values: Float64Array, count: number): number[] {
  // Without a function that compares, a hundred thousand numbers are sorted ten times as fast.
  const sorted = values.filter((value) => !Number.isNaN(value)).sort()
  const least = sorted[Math.max(0, sorted.length - count)]
  const chosen: number[] = []
  for (let i = 0; i < values.length; i++) if (values[i] >= least) chosen.push(i)
  return chosen.sort((a, b) => values[b] - values[a]).slice(0, count)
}

/** The positions of backtests in the order of their errors, the lowest first. */
export function ranking(backtests: Parts['backtests']): number[] {
  const name = rankingScore(backtests[0].backtest)
  const score = (i: number) => backtests[i].backtest.overall[name]
  return [...backtests.keys()].sort(
    (a, b) => (score(a) || Number.POSITIVE_INFINITY) - (score(b) || Number.POSITIVE_INFINITY),
  )
}

/**
 * The position of the backtest that the page shows first: that of the forecaster, or else the one with the lowest error,
 * apart from the baseline that the page has added.
 */
export function indexOfMain({ backtests, forecaster }: Pick<Parts, 'backtests' | 'forecaster'>): number {
  if (backtests.length === 0) return 0
  const own = backtests.findIndex(({ backtest }) => backtest.kind === forecaster?.kind)
  const [best] = ranking(backtests).filter((i) => backtests[i].name !== baselineName)
  return own >= 0 ? own : (best ?? 0)
}
