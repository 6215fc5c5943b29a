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
 * observed value. A row without a value of a regressor counts as missing. If the method has too few values to estimate
 * the spread of its errors, the spread of `naive` stands for it: that of the changes from one value to the next.
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
  const { mean, deviation: found } = method(observed, own)
  const deviation = found.some(Number.isNaN) ? naiveForecast(observed, whole).deviation : found
  return { mean: mean.subarray(waited), deviation: deviation.subarray(waited) }
}

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
