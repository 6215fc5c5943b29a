// Several seasons for a method that knows one or none: the significant ones are estimated and removed by MSTL, of the values
// or of their logarithms, and the forecast of the rest is drawn to its recent mean as far as the history shows that.

import type { LocalForecast, LocalMethod, LocalTask } from '../method.ts'
import { standardTheta } from '../methods/theta/standard.ts'
import { fillGaps } from '../numeric/fill_gaps.ts'
import { type Adjustment, forecastAdjusted } from './adjusted.ts'
import { spanFor } from './reversion.ts'
import { significantSeasons } from './significant_seasons.ts'

/** Up to this length, methods estimate a single season themselves. */
const longestOwn = 12
/** Origins of the trial that compares values with their logarithms. */
const origins = 3

/**
 * The forecast of a series with several usual seasons, or with a long one. It is `undefined` if the task or the history has
 * a short season or none: then the method forecasts it as it is.
 */
export function forecastSeveral<T extends LocalTask>(
  history: Float64Array,
  task: T,
  method: LocalMethod<T>,
): LocalForecast | undefined {
  const { season, seasons = [season] } = task
  if (seasons.length < 2) return undefined
  const periods = significantSeasons(fillGaps(history, season), seasons)
  if (periods.length === 0 || periods[periods.length - 1] <= longestOwn) return undefined
  const span = spanFor(history.length, seasons)
  const log = isBetterAsLog(history, task, { periods, span })
  return forecastAdjusted(history, task, method, { periods, log, span })
}

/**
 * Whether logarithms forecast the end of a history better, in mean absolute error from a few origins that are a horizon
 * apart. The trial forecasts the rest by Theta.
 */
export function isBetterAsLog(history: Float64Array, task: LocalTask, adjustment: Omit<Adjustment, 'log'>): boolean {
  if (!history.every((value) => value > 0 || Number.isNaN(value))) return false
  const longest = adjustment.periods[adjustment.periods.length - 1]
  const errors = { values: 0, logs: 0 }
  for (
    let end = history.length - task.horizon, i = 0;
    i < origins && end >= 2 * longest + 1;
    i++, end -= task.horizon
  ) {
    const past = history.subarray(0, end)
    if (Number.isNaN(past[end - 1])) continue
    for (const log of [false, true]) {
      const { mean } = forecastAdjusted(past, task, trial, { ...adjustment, log })
      mean.forEach((value, h) => {
        const actual = history[end + h]
        if (!Number.isNaN(actual)) errors[log ? 'logs' : 'values'] += Math.abs(actual - value)
      })
    }
  }
  return errors.logs < errors.values
}

const trial: LocalMethod = (history, { horizon }) => standardTheta(fillGaps(history, 1), horizon)
