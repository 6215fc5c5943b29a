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

/**
 * Forecasts after any history with two observed values or more. Missing values at its start are left out. Missing
 * values at its end are forecast as well, and then dropped: so the intervals grow with the time since the last
 * observed value; fitted values of these rows are missing. A row without a value of a regressor counts as missing. If the
 * method has too few values to estimate the spread of its errors, the spread of `naive` stands for it: that of the
 * changes from one value to the next.
 *
 * @throws {GatecastError} `ERR_DATA` if fewer than two rows have a value and all regressors
 */
export function forecastSeries<T extends LocalTask>(
  method: LocalMethod<T>,
  { id, history: given, regressors }: LocalSeries,
  task: T,
): LocalForecast {
  const history = regressors ? whereAllThere(given, regressors, id) : given
  const rows = observedRows(history)
  const last = rows[rows.length - 1]
  const waited = history.length - 1 - last
  const observed = history.subarray(rows[0], last + 1)
  const whole = { ...task, horizon: task.horizon + waited }
  const own = regressors ? { ...whole, regressors: cutRegressors(regressors, rows[0], last + 1) } : whole
  const { mean, deviation: found, quantiles, fitted, components } = method(observed, own)
  const deviation = found.some(Number.isNaN) ? naiveForecast(observed, whole).deviation : found
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
