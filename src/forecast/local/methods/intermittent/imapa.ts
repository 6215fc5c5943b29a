// Temporal aggregation: sums over blocks of k periods, counted from the end, are smoothed; the forecast of a period is
// the level of the sums divided by k. One k, the mean interval between demands, is ADIDA. The mean of the forecasts for
// all k from 1 to that interval is IMAPA.
//
// Sources: Nikolopoulos, Syntetos, Boylan, Petropoulos, Assimakopoulos 2011, "An aggregate-disaggregate intermittent
// demand approach (ADIDA) to forecasting"; Petropoulos and Kourentzes 2015, "Forecast combinations for intermittent
// demand".

import { type LocalForecast, type LocalTask, meanOf } from '../../method.ts'
import { type Demand, demandOf, smooth } from './demand.ts'
import { demandForecast, noDemand } from './demand_forecast.ts'

export interface AggregationTask extends LocalTask {
  /** Smoothing parameter of the sums; by default that with the least squared error, for each k. */
  readonly smoothing?: number
}

/** The number of periods in the largest block: the mean interval, of which the history holds two or more. */
function largestBlock({ intervals, values }: Demand): number {
  return Math.max(1, Math.min(Math.round(meanOf(intervals)), Math.floor(values.length / 2)))
}

function rateOfBlocks(values: Float64Array, periods: number, smoothing: number | undefined): number {
  const count = Math.floor(values.length / periods)
  const sums = new Float64Array(count)
  const start = values.length - count * periods
  for (let i = start; i < values.length; i++) sums[Math.floor((i - start) / periods)] += values[i]
  return smooth(sums, smoothing).levels[count] / periods
}

function forecastFrom(demand: Demand, blocks: readonly number[], task: AggregationTask): LocalForecast {
  const { sizes, values } = demand
  const mean = meanOf(blocks.map((periods) => rateOfBlocks(values, periods, task.smoothing)))
  // Smoothing that gives the newest value all weight forgets demands before it.
  return mean === 0 ? noDemand(task) : demandForecast({ mean, size: meanOf(sizes) }, sizes, task)
}

export function imapaForecast(history: Float64Array, task: AggregationTask): LocalForecast {
  const demand = demandOf(history, 'imapa')
  if (demand.sizes.length === 0) return noDemand(task)
  const blocks = Array.from({ length: largestBlock(demand) }, (_, i) => i + 1)
  return forecastFrom(demand, blocks, task)
}

export function adidaForecast(history: Float64Array, task: AggregationTask): LocalForecast {
  const demand = demandOf(history, 'adida')
  return demand.sizes.length === 0 ? noDemand(task) : forecastFrom(demand, [largestBlock(demand)], task)
}
