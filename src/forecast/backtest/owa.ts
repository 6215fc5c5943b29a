/**
 * Overall weighted average of M4: the mean of sMAPE and MASE, each relative to that of Naive2. Both are first averaged
 * over all series, then divided. NaN if Naive2 has no error.
 *
 * @param naive2 - overall scores of the reference on the same points
 * @param scores - overall scores of the forecasts to judge
 * @returns 1 is as good as Naive2, below is better
 * @see Makridakis, Spiliotis, Assimakopoulos 2020
 * @example
 * owa({ smape: 9, mase: 0.8 }, { smape: 10, mase: 1 }) // 0.85
 */
export function owa(
  scores: Readonly<{ smape: number; mase: number }>,
  naive2: Readonly<{ smape: number; mase: number }>,
): number {
  if (naive2.smape === 0 || naive2.mase === 0) return Number.NaN
  return (scores.smape / naive2.smape + scores.mase / naive2.mase) / 2
}
