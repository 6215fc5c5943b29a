// The errors that a method would have made: forecasts from some origins within the history, each from the values before it
// alone, compared with the values after it.

import type { LocalMethod, LocalTask, RollingErrors } from '../method.ts'

/** The most origins, and those of a long history. They lie in the second half of the rows that are looked at, the last ones. */
const mostOrigins = 8
const fewOrigins = 5
const longHistory = 500
const mostRows = 3000

/** The errors of a method on a history that begins and ends with an observed value. */
export function rollingErrors<T extends LocalTask>(
  method: LocalMethod<T>,
  whole: Float64Array,
  task: T,
): RollingErrors {
  const { horizon, season } = task
  const recent = whole.subarray(-Math.max(mostRows, 4 * horizon))
  const history = recent.subarray(recent.findIndex((value) => !Number.isNaN(value)))
  return errorsFrom(originsOf(history.length, season), history, horizon, (past, steps) => {
    return method(past, { ...task, horizon: steps }).mean
  })
}

/** The errors of forecasts that follow the first `origin` rows of a history, for some origins. */
export function errorsFrom(
  origins: readonly number[],
  history: Float64Array,
  horizon: number,
  forecast: (past: Float64Array, steps: number) => Float64Array,
): RollingErrors {
  const absolute = new Float64Array(horizon)
  const counts = new Float64Array(horizon)
  for (const origin of origins) {
    if (Number.isNaN(history[origin - 1])) continue
    const steps = Math.min(horizon, history.length - origin)
    const mean = forecast(history.subarray(0, origin), steps)
    for (let step = 0; step < steps; step++) {
      const error = Math.abs(history[origin + step] - mean[step])
      if (Number.isNaN(error)) continue
      absolute[step] += error
      counts[step]++
    }
  }
  return { absolute: absolute.map((sum, step) => sum / counts[step]), counts }
}

/** Lengths of the histories before each origin, the longest first. */
function originsOf(length: number, season: number): number[] {
  const first = Math.max(4, Math.ceil(length / 2))
  const count = Math.max(0, Math.min(length > longHistory ? fewOrigins : mostOrigins, length - first))
  const step = count > 1 ? Math.floor((length - 1 - first) / (count - 1)) : 1
  // Origins a whole number of seasons apart would all lie at the same place of the season.
  const varied = season > 1 && step > 2 && step % season === 0 ? step - 1 : Math.max(1, step)
  return Array.from({ length: count }, (_, i) => length - 1 - i * varied)
}
