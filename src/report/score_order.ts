import type { Backtest } from '../forecast/backtest/backtest.ts'

/** The score that series and forecasters are ranked by: free of units where it is defined. */
export const rankedBy = (backtest: Backtest): string => (Number.isFinite(backtest.overall.mase) ? 'mase' : 'mae')

/** Names of the scores that are defined for some series. */
export const definedScores = ({ overall }: Backtest): string[] =>
  Object.keys(overall).filter((name) => Number.isFinite(overall[name]))

/** Series by their score, the worst first; those without one are left out. */
export function worstFirst(backtest: Backtest): { id: string; score: number }[] {
  const name = rankedBy(backtest)
  return backtest.perSeries
    .map(({ id, scores }) => ({ id, score: scores[name] }))
    .filter(({ score }) => Number.isFinite(score))
    .sort((a, b) => b.score - a.score)
}

/** The backtest with the least error. */
export function indexOfBest(backtests: readonly { readonly backtest: Backtest }[]): number {
  const scores = backtests.map(({ backtest }) => backtest.overall[rankedBy(backtests[0].backtest)])
  return scores.reduce((best, score, i) => (score < scores[best] ? i : best), 0)
}
