import { checkNumbers } from '../../base/check.ts'

/**
 * Overall weighted average of the M4 competition: the mean of the relative sMAPE and the relative MASE. A relative
 * score is the forecasts' score divided by Naive2's score, both averaged over all series first. The result is NaN if
 * Naive2 has no error.
 *
 * @param scores - overall scores of the forecasts
 * @param naive2 - overall scores of Naive2 on the same points
 * @throws {GatecastError} `ERR_TYPE` unless both have the numbers `smape` and `mase`
 * @returns 1 if the forecasts are as good as Naive2, less if they are better
 * @see Makridakis, Spiliotis, Assimakopoulos 2020
 * @example
 * owa({ smape: 9, mase: 0.8 }, { smape: 10, mase: 1 }) // 0.85
 */
export function owa(
  scores: Readonly<{ smape: number; mase: number }>,
  naive2: Readonly<{ smape: number; mase: number }>,
): number {
  for (const [name, given] of Object.entries({ scores, naive2 }))
    checkNumbers(`smape and mase of ${name}`, [given?.smape, given?.mase])
  if (naive2.smape === 0 || naive2.mase === 0) return Number.NaN
  return (scores.smape / naive2.smape + scores.mase / naive2.mase) / 2
}
