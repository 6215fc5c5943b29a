// Several seasons for a method that knows one or none: the significant ones are estimated and removed by MSTL, of the values
// or of their logarithms, and the forecast of the rest is drawn to its recent mean as far as the history shows that.

import type { LocalForecast, LocalMethod, LocalTask, RollingErrors } from '../method.ts'
import { standardTheta } from '../methods/theta/standard.ts'
import { fillGaps } from '../numeric/fill_gaps.ts'
import { errorsFrom } from '../spread/rolling_errors.ts'
import { type Adjustment, forecastAdjusted } from './adjusted.ts'
import { spanFor } from './reversion.ts'
import { significantSeasons } from './significant_seasons.ts'

/** Up to this length, methods estimate a single season themselves. */
const longestOwn = 12
/** Origins of the trial that compares values with their logarithms, and the rows that it reads, the last ones. */
const origins = 4
const mostRows = 3000

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
  const { log, errors } = tryLog(history, task, { periods, span })
  return { ...forecastAdjusted(history, task, method, { periods, log, span }), errors }
}

/** The choices that forecast best from a few earlier origins, a horizon apart. Theta forecasts the rest there. */
export interface LogTrial {
  /** Whether logarithms forecast better, in mean absolute error; false if a value is 0 or below. */
  readonly log: boolean
  /** The errors of the better one. */
  readonly errors: RollingErrors
}

export function tryLog(whole: Float64Array, task: LocalTask, adjustment: Omit<Adjustment, 'log'>): LogTrial {
  const { horizon } = task
  const longest = adjustment.periods[adjustment.periods.length - 1]
  const recent = whole.subarray(-Math.max(mostRows, 8 * longest + origins * horizon))
  const history = recent.subarray(recent.findIndex((value) => !Number.isNaN(value)))
  const first = 2 * longest + 1
  const step = Math.max(1, Math.min(horizon, Math.floor((history.length - 1 - first) / origins)))
  const ends = Array.from({ length: origins }, (_, i) => history.length - Math.min(horizon, step) - i * step)
  const pasts = ends.filter((end) => end >= first && !Number.isNaN(history[end - 1]))
  const errorsOf = (log: boolean) =>
    errorsFrom(pasts, history, horizon, (past) => forecastAdjusted(past, task, trial, { ...adjustment, log }).mean)
  const values = errorsOf(false)
  if (!history.every((value) => value > 0 || Number.isNaN(value))) return { log: false, errors: values }
  const logs = errorsOf(true)
  return totalOf(logs) < totalOf(values) ? { log: true, errors: logs } : { log: false, errors: values }
}

const totalOf = ({ absolute, counts }: RollingErrors): number =>
  absolute.reduce((sum, error, step) => (counts[step] > 0 ? sum + error * counts[step] : sum), 0)

const trial: LocalMethod = (history, { horizon }) => standardTheta(fillGaps(history, 1), horizon)
