import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import {
  type LocalForecast,
  type LocalMethod,
  type LocalSeries,
  type LocalTask,
  observedRows,
  type Regressors,
  type WholeColumns,
} from './method.ts'
import { naiveForecast } from './methods/naive.ts'
import { withMeasuredSpread } from './spread/measured.ts'
import { rollingErrors } from './spread/rolling_errors.ts'

/**
 * Forecasts after any history with two observed values or more. Missing values at its start are left out. Missing
 * values at its end are forecast as well, and then dropped: so the intervals grow with the time since the last
 * observed value; fitted values of these rows are missing. A row without a value of a regressor counts as missing. If the
 * method has too few values to estimate the spread of its errors, the spread of `naive` stands for it: that of the
 * changes from one value to the next.
 *
 * @param rehearsal - the method whose errors from earlier origins correct the spread: the method itself, or a quick one that
 * errs about as much; `null` for a method whose spread is right as it is
 * @throws {GatecastError} `ERR_DATA` if fewer than two rows have a value and all regressors
 */
export function forecastSeries<T extends LocalTask>(
  method: LocalMethod<T>,
  { id, history: given, regressors }: LocalSeries,
  task: T,
  rehearsal: LocalMethod<T> | null = method,
): LocalForecast {
  const history = regressors ? whereAllThere(given, regressors, id) : given
  const rows = observedRows(history)
  const last = rows[rows.length - 1]
  const waited = history.length - 1 - last
  const observed = history.subarray(rows[0], last + 1)
  const whole = { ...task, horizon: task.horizon + waited }
  const own = regressors ? { ...whole, regressors: cutRegressors(regressors, rows[0], last + 1) } : whole
  const { mean, deviation, quantiles, fitted, components } = measured(method(observed, own), observed, whole, rehearsal)
  const ahead = (values: Float64Array) => values.subarray(waited)
  const wanted = { mean: ahead(mean), deviation: ahead(deviation), ...defined({ quantiles: quantiles?.map(ahead) }) }
  if (!task.fitted) return wanted
  // Components go on through the waited rows into the horizon.
  const placed = (values: Float64Array) => {
    const all = new Float64Array(history.length + task.horizon).fill(Number.NaN)
    all.set(values, rows[0])
    return all
  }
  return {
    ...wanted,
    ...defined({ fitted: fitted && placed(fitted).subarray(0, history.length) }),
    ...defined({ components: components && mapValues(components, placed) }),
  }
}

/** A forecast with a spread: the one that the method has shown from earlier origins, if it is to be measured. */
function measured<T extends LocalTask>(
  forecast: LocalForecast,
  history: Float64Array,
  task: T,
  rehearsal: LocalMethod<T> | null,
): LocalForecast {
  const { deviation: found, quantiles, components } = forecast
  const deviation = found.some(Number.isNaN) ? naiveForecast(history, task).deviation : found
  const known = { ...forecast, deviation }
  if (task.spread === false || quantiles || !rehearsal) return known
  const effects = components?.regression
  const rest = effects ? history.map((value, t) => value - effects[t]) : history
  return withMeasuredSpread(
    known,
    forecast.errors ?? rollingErrors(rehearsal, rest, task),
    observedRows(history).length,
  )
}

const mapValues = <A, B>(object: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, map(value)]))

/** The history without the values of rows that lack a regressor. */
function whereAllThere(history: Float64Array, { names, values }: WholeColumns, id: string): Float64Array {
  const lacks = (t: number) => values.some((column) => Number.isNaN(column[t]))
  const rest = history.map((value, t) => (lacks(t) ? Number.NaN : value))
  if (observedRows(rest).length >= 2) return rest
  throw new GatecastError(
    'ERR_DATA',
    `Expected two rows or more in the history of series "${id}" with a value and with all known covariates ` +
      `(${names.join(', ')}), got ${observedRows(rest).length}. Fill the covariates, or leave one out`,
  )
}

/** Regressors of the rows [from, end), and of those after them. A missing value takes the one before; no row uses it. */
function cutRegressors({ names, values }: WholeColumns, from: number, end: number): Regressors {
  const filled = values.map((column) => {
    const whole = column.slice(from)
    for (let t = 1; t < whole.length; t++) if (Number.isNaN(whole[t])) whole[t] = whole[t - 1]
    return whole
  })
  const length = end - from
  return {
    names,
    history: filled.map((column) => column.subarray(0, length)),
    future: filled.map((column) => column.subarray(length)),
  }
}
