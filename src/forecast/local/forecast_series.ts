import { defined } from '../../base/defined.ts'
import { type LocalForecast, type LocalMethod, type LocalTask, observedRows } from './method.ts'
import { naiveForecast } from './methods/naive.ts'

/**
 * Forecasts after any history with two observed values or more. Missing values at its start are left out. Missing
 * values at its end are forecast as well, and then dropped: so the intervals grow with the time since the last
 * observed value; fitted values of these rows are missing. If the method has too few values to estimate the spread of its errors, the spread of `naive` stands for
 * it: that of the changes from one value to the next.
 */
export function forecastSeries<T extends LocalTask>(
  method: LocalMethod<T>,
  history: Float64Array,
  task: T,
): LocalForecast {
  const rows = observedRows(history)
  const last = rows[rows.length - 1]
  const waited = history.length - 1 - last
  const observed = history.subarray(rows[0], last + 1)
  const whole = { ...task, horizon: task.horizon + waited }
  const { mean, deviation: own, quantiles, fitted, components } = method(observed, whole)
  const deviation = own.some(Number.isNaN) ? naiveForecast(observed, whole).deviation : own
  const ahead = (values: Float64Array) => values.subarray(waited)
  const forecast = { mean: ahead(mean), deviation: ahead(deviation), ...defined({ quantiles: quantiles?.map(ahead) }) }
  if (!task.fitted) return forecast
  // Components go on through the waited rows into the horizon.
  const placed = (values: Float64Array) => {
    const all = new Float64Array(history.length + task.horizon).fill(Number.NaN)
    all.set(values, rows[0])
    return all
  }
  return {
    ...forecast,
    ...defined({ fitted: fitted && placed(fitted).subarray(0, history.length) }),
    ...defined({ components: components && mapValues(components, placed) }),
  }
}

const mapValues = <A, B>(object: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, map(value)]))
