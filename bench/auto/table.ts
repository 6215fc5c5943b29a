import type { CaseResult } from './run_case.ts'

const shown = (value: number): string => value.toFixed(3)

/** One line for a case: errors on the test, and which candidate was best there. */
export function lineOf({ seed, name, series, rows, auto, best, seasonalNaive, seconds, reason }: CaseResult): string {
  const ratio = auto / best.test
  return (
    `${seed} ${name}, ${series} x ${rows}: auto ${shown(auto)}, best ${best.kind} ${shown(best.test)} ` +
    `(${ratio.toFixed(2)}), seasonal naive ${shown(seasonalNaive)}, ${seconds.toFixed(0)} s  | ${reason}`
  )
}

/** How often `auto` is within 5 % of its best candidate, how often it is above seasonal naive, and its mean ratios. */
export function summaryOf(results: readonly CaseResult[]): string {
  const near = results.filter(({ auto, best }) => auto <= 1.05 * best.test).length
  const worse = results.filter(({ auto, seasonalNaive }) => auto > 1.05 * seasonalNaive).length
  const slow = results.filter(({ seconds, minutes }) => seconds > 66 * minutes).length
  const unscored = results.filter(({ candidates }) => candidates.some(({ error }) => error !== undefined)).length
  const mean = (ratio: (result: CaseResult) => number) =>
    Math.exp(results.reduce((sum, result) => sum + Math.log(ratio(result)), 0) / results.length)
  return (
    `${results.length} cases: within 5 % of the best candidate in ${near}, above seasonal naive by more than 5 % in ${worse}, ` +
    `longer than 1.1 x the minutes in ${slow}, a candidate that failed in ${unscored}; geometric mean of auto / best ` +
    `${mean(({ auto, best }) => auto / best.test).toFixed(3)}, of auto / seasonal naive ` +
    `${mean((one) => one.auto / one.seasonalNaive).toFixed(3)}`
  )
}
