// Errors in units of what the seasonal naive forecast gets wrong within the history.

import { averageOver, checkAligned, type Numbers } from './average.ts'

/** The units of MASE and RMSSE. NaN if no two values of the history are a season apart. */
export interface ErrorScale {
  /** mean |y(t) - y(t - m)| over the history. */
  absolute: number
  /** mean (y(t) - y(t - m))^2 over the history. */
  squared: number
}

/**
 * The in-sample error of the seasonal naive forecast, over the pairs of history whose values are both there.
 *
 * @param season - m, 1 for the naive forecast
 * @param history - of one series, NaN where missing
 * @see Hyndman and Koehler 2006
 * @example
 * const { absolute } = errorScale(panel.history(0), 7)
 */
export function errorScale(history: Numbers, season: number): ErrorScale {
  let absolute = 0
  let squared = 0
  let count = 0
  for (let t = season; t < history.length; t++) {
    const change = history[t] - history[t - season]
    if (Number.isNaN(change)) continue
    absolute += Math.abs(change)
    squared += change ** 2
    count++
  }
  return { absolute: absolute / count, squared: squared / count }
}

/**
 * Mean absolute scaled error: {@link mae} in units of {@link errorScale}. 1 is as wrong as the naive forecast one step
 * ahead within the history.
 *
 * Undefined, NaN, where the history is too short or its season repeats exactly (a unit of 0); points with such a unit
 * are skipped.
 *
 * @param scale - `errorScale(history, season).absolute`, or one for each point
 * @param actual - what came; NaN where it is missing
 * @param forecast - one for each actual value
 * @returns in units of the naive error, without a unit of its own
 * @throws {GatecastError} `ERR_SHAPE` unless there is a number for each actual value
 * @see Hyndman and Koehler 2006
 * @example
 * mase([10, 12], [11, 11], 2) // 0.5
 */
export function mase(actual: Numbers, forecast: Numbers, scale: number | Numbers): number {
  checkAligned(actual, { forecast, ...(typeof scale !== 'number' && { scale }) })
  return averageOver(actual, (i) => inUnits(Math.abs(actual[i] - forecast[i]), at(scale, i)))
}

/**
 * Root mean squared scaled error: the root of {@link mse} in units of {@link errorScale}. Undefined as {@link mase}.
 *
 * @param scale - `errorScale(history, season).squared`, or one for each point
 * @param actual - what came; NaN where it is missing
 * @param forecast - one for each actual value
 * @returns in units of the naive error, without a unit of its own
 * @throws {GatecastError} `ERR_SHAPE` unless there is a number for each actual value
 * @see Hyndman and Koehler 2006; Makridakis, Spiliotis, Assimakopoulos 2022, "The M5 competition"
 * @example
 * rmsse([10, 12], [11, 11], 4) // 0.5
 */
export function rmsse(actual: Numbers, forecast: Numbers, scale: number | Numbers): number {
  checkAligned(actual, { forecast, ...(typeof scale !== 'number' && { scale }) })
  return Math.sqrt(averageOver(actual, (i) => inUnits((actual[i] - forecast[i]) ** 2, at(scale, i))))
}

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

const at = (scale: number | Numbers, i: number): number => (typeof scale === 'number' ? scale : scale[i])
const inUnits = (error: number, unit: number): number | undefined => (unit > 0 ? error / unit : undefined)
