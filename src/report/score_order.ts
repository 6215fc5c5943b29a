import type { Backtest } from '../forecast/backtest/backtest.ts'
import { rankingName } from './score_labels.ts'

/** The score that series and models of a backtest are ranked by. */
export const rankingScore = (backtest: Backtest): string => rankingName(backtest.overall)

/** Names of the scores that are defined for at least one series. */
export const definedScores = ({ overall }: Backtest): string[] =>
  Object.keys(overall).filter((name) => Number.isFinite(overall[name]))

/** Series in the order of their score, the worst first. Series without a score are left out. */
export function worstFirst(backtest: Backtest): { id: string; score: number }[] {
  const name = rankingScore(backtest)
  return backtest.perSeries
    .map(({ id, scores }) => ({ id, score: scores[name] }))
    .filter(({ score }) => Number.isFinite(score))
    .sort((a, b) => b.score - a.score)
}

/** The position of the backtest with the lowest error. */
export function indexOfBest(backtests: readonly { readonly backtest: Backtest }[]): number {
  const scores = backtests.map(({ backtest }) => backtest.overall[rankingScore(backtests[0].backtest)])
  return scores.reduce((best, score, i) => (score < scores[best] ? i : best), 0)
}
