//   mean(h) = mean(y),  variance(h) = s^2 (1 + 1 / T)
//
// Source: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., sections 5.2 and 5.5.
//
// Missing values are left out.

import { eachStep, type LocalForecast, type LocalTask, meanOf, varianceOf } from '../method.ts'

export function meanForecast(history: Float64Array, { horizon }: LocalTask): LocalForecast {
  const values = history.filter((value) => !Number.isNaN(value))
  const mean = meanOf(values)
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const variance = varianceOf(squares, values.length - 1)
  const forecast = eachStep(
    horizon,
    () => mean,
    () => variance * (1 + 1 / values.length),
  )
  return { ...forecast, fitted: new Float64Array(history.length).fill(mean) }
}
