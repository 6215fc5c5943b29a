import { type LocalForecast, type LocalMethod, type LocalTask, observedRows } from './method.ts'
import { naiveForecast } from './methods/naive.ts'
import { withMeasuredSpread } from './spread/measured.ts'
import { rollingErrors } from './spread/rolling_errors.ts'

/**
 * Forecasts after any history with two observed values or more. Missing values at its start are left out. Missing
 * values at its end are forecast as well, and then dropped: so the intervals grow with the time since the last
 * observed value. If the method has too few values to estimate the spread of its errors, the spread of `naive` stands for
 * it: that of the changes from one value to the next.
 *
 * @param rehearsal - the method whose errors from earlier origins correct the spread: the method itself, or a quick one that
 * errs about as much; `null` for a method whose spread is right as it is
 */
export function forecastSeries<T extends LocalTask>(
  method: LocalMethod<T>,
  history: Float64Array,
  task: T,
  rehearsal: LocalMethod<T> | null = method,
): LocalForecast {
  const rows = observedRows(history)
  const last = rows[rows.length - 1]
  const waited = history.length - 1 - last
  const observed = history.subarray(rows[0], last + 1)
  const whole = { ...task, horizon: task.horizon + waited }
  const own = method(observed, whole)
  const { deviation: naive } = own.deviation.some(Number.isNaN) ? naiveForecast(observed, whole) : own
  const errors = task.spread === false ? null : (own.errors ?? (rehearsal && rollingErrors(rehearsal, observed, whole)))
  const { mean, deviation } = errors
    ? withMeasuredSpread({ ...own, deviation: naive }, errors, rows.length)
    : { ...own, deviation: naive }
  return { mean: mean.subarray(waited), deviation: deviation.subarray(waited) }
}
