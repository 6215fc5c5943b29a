//   mean(h) = y(T),  variance(h) = s^2 h,  s^2 the mean of (y(t) - y(t-1))^2
//
// Source: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., sections 5.2 and 5.5.
//
// Missing values: the series is a random walk that is observed at some steps only. A change over g steps has g times
// the variance of a change over one step.

import { eachStep, type LocalForecast, type LocalTask, observedRows } from '../method.ts'

export function naiveForecast(history: Float64Array, { horizon }: LocalTask): LocalForecast & { fitted: Float64Array } {
  const rows = observedRows(history)
  const last = rows[rows.length - 1]
  let squares = 0
  for (let i = 1; i < rows.length; i++)
    squares += (history[rows[i]] - history[rows[i - 1]]) ** 2 / (rows[i] - rows[i - 1])
  const variance = squares / (rows.length - 1)
  const forecast = eachStep(
    horizon,
    () => history[last],
    (h) => variance * h,
  )
  return { ...forecast, fitted: valuesBefore(history) }
}

/** The last observed value before each row; NaN where there is none. */
function valuesBefore(history: Float64Array): Float64Array {
  let last = Number.NaN
  return history.map((value) => {
    const before = last
    if (!Number.isNaN(value)) last = value
    return before
  })
}
