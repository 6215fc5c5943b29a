// The method of Teunter, Syntetos and Babai: the probability of a demand c changes in every period, so that the forecast
// falls if demand ends; sizes z change at demands only.
//
//   c <- c + b ((value > 0) - c)  in each period,  z <- z + a (size - z)  after each demand,  mean(h) = c z
//
// Source: Teunter, Syntetos, Babai 2011, "Intermittent demand: linking forecasting to inventory obsolescence".

import type { LocalForecast, LocalTask } from '../../method.ts'
import { demandOf, smooth } from './demand.ts'
import { demandForecast, noDemand } from './demand_forecast.ts'

export interface TsbTask extends LocalTask {
  /** Smoothing parameter of the sizes; by default that with the least squared error. */
  readonly smoothing?: number
  /** Smoothing parameter of the probability; by default that with the least squared error. */
  readonly chanceSmoothing?: number
}

export function tsbForecast(history: Float64Array, task: TsbTask): LocalForecast {
  const { rows, values, sizes } = demandOf(history, 'tsb')
  if (sizes.length === 0) return noDemand(task)
  const size = smooth(sizes, task.smoothing)
  const chance = smooth(
    values.map((value) => (value > 0 ? 1 : 0)),
    task.chanceSmoothing,
  )
  const fitted = new Float64Array(history.length).fill(Number.NaN)
  let demands = 0
  rows.forEach((row, i) => {
    if (demands > 0) fitted[row] = chance.levels[i] * size.levels[demands]
    if (values[i] > 0) demands++
  })
  const last = size.levels[demands]
  const mean = chance.levels[values.length] * last
  if (mean === 0) return { ...noDemand(task), fitted }
  return { ...demandForecast({ mean, size: last }, sizes, task), fitted }
}
