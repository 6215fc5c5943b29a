//   mean(h) = y(T) + h (y(T) - y(1)) / (T - 1),  variance(h) = s^2 h (1 + h / (T - 1))
//   s^2 the variance of the changes around their mean
//
// Source: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., sections 5.2 and 5.5.
//
// Missing values: as in `naive`.

import { eachStep, type LocalForecast, type LocalTask, observedRows, varianceOf } from '../method.ts'

export function driftForecast(history: Float64Array, { horizon }: LocalTask): LocalForecast {
  const rows = observedRows(history)
  const [first, last] = [rows[0], rows[rows.length - 1]]
  const span = last - first
  const slope = (history[last] - history[first]) / span
  const fitted = new Float64Array(history.length).fill(Number.NaN)
  let squares = 0
  for (let i = 1; i < rows.length; i++) {
    const gap = rows[i] - rows[i - 1]
    fitted[rows[i]] = history[rows[i - 1]] + gap * slope
    squares += (history[rows[i]] - fitted[rows[i]]) ** 2 / gap
  }
  const variance = varianceOf(squares, rows.length - 2)
  const forecast = eachStep(
    horizon,
    (h) => history[last] + h * slope,
    (h) => variance * h * (1 + h / span),
  )
  return { ...forecast, fitted }
}
