import type { Numbers } from './average.ts'

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

/** The unit of a point: one for all, or one for each. */
export const unitAt = (scale: number | Numbers, i: number): number => (typeof scale === 'number' ? scale : scale[i])

/** An error in its unit; undefined where the unit is 0 or NaN. */
export const inUnits = (error: number, unit: number): number | undefined => (unit > 0 ? error / unit : undefined)
