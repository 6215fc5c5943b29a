import { checkNumbers, checkWhole } from '../../../base/check.ts'
import type { Numbers } from './average.ts'

/** The scales of MASE and RMSSE. NaN if the history has no two observed values that are one season apart. */
export interface ErrorScale {
  /** mean |y(t) - y(t - m)| over the history. */
  absolute: number
  /** mean (y(t) - y(t - m))^2 over the history. */
  squared: number
}

/**
 * The in-sample error of the seasonal naive forecast: the mean change over a season in the history. A pair of values
 * counts if both are observed.
 *
 * @param history - values of one series; NaN for a missing value
 * @param season - number of steps m in a season; 1 gives the error of the naive forecast
 * @throws {GatecastError} `ERR_TYPE` unless the history holds numbers, `ERR_TYPE`, `ERR_RANGE` unless the season is a
 * whole number from 1 on
 * @see Hyndman and Koehler 2006
 * @example
 * const { absolute } = errorScale(panel.history(0), 7)
 */
export function errorScale(history: Numbers, season: number): ErrorScale {
  checkNumbers('history', history)
  checkWhole('season', season, 1)
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

/** The scale of a point. `scale` holds one number for all points, or one for each. */
export const unitAt = (scale: number | Numbers, i: number): number => (typeof scale === 'number' ? scale : scale[i])

/** An error divided by its scale; undefined if the scale is 0 or NaN. */
export const inUnits = (error: number, unit: number): number | undefined => (unit > 0 ? error / unit : undefined)
