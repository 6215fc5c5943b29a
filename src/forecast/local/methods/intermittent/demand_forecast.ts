// The distribution of the demand of a period: 0 with probability 1 - c, otherwise a size with mean z and variance s^2.
//
//   mean = c z,  variance = c (s^2 + z^2) - (c z)^2
//
// Sizes that are whole numbers are 1 plus a negative binomial number; other sizes have a gamma distribution. Both have
// the mean z and the coefficient of variation of the observed sizes. So no quantile is below 0, and those of counts are
// whole numbers.
//
// Source: compound Bernoulli demand as in Syntetos and Boylan 2006, "On the stock control performance of intermittent
// demand estimators".

import { countQuantile, gammaQuantile } from '../../../../models/index.ts'
import { eachStep, type LocalForecast, type LocalTask, meanOf } from '../../method.ts'

export interface DemandRate {
  /** The expected demand of a period. */
  readonly mean: number
  /** The expected size of a demand. */
  readonly size: number
}

/** The forecast from the rate at the end of the history; it is the same for all steps. */
export function demandForecast(rate: DemandRate, sizes: Float64Array, task: LocalTask): LocalForecast {
  const { horizon, levels = [] } = task
  const { mean } = rate
  const chance = Math.min(1, mean / rate.size)
  const size = mean / chance
  const variance = variation(sizes) ** 2 * size ** 2
  const sizeAt = sizes.every(Number.isInteger)
    ? (level: number) => 1 + countQuantile(level, Math.max(0, size - 1), dispersion(size - 1, variance))
    : (level: number) => (variance > 0 ? gammaQuantile(level, size, variance) : size)
  const at = (level: number) => (level <= 1 - chance ? 0 : sizeAt((level - 1 + chance) / chance))
  const forecast = eachStep(
    horizon,
    () => mean,
    () => chance * (variance + size * size) - mean * mean,
  )
  return { ...forecast, quantiles: levels.map((level) => new Float64Array(horizon).fill(at(level))) }
}

/** The forecast of a history without any demand. */
export function noDemand({ horizon, levels = [] }: LocalTask): LocalForecast {
  const zeros = () => new Float64Array(horizon)
  return { mean: zeros(), deviation: zeros(), quantiles: levels.map(zeros) }
}

/** The coefficient of variation. */
function variation(sizes: Float64Array): number {
  const mean = meanOf(sizes)
  const squares = sizes.reduce((sum, size) => sum + (size / mean - 1) ** 2, 0)
  return Math.sqrt(squares / Math.max(1, sizes.length - 1))
}

/** The dispersion of a negative binomial distribution; almost 0 is a Poisson distribution. */
const dispersion = (mean: number, variance: number): number =>
  mean > 0 ? Math.max(1e-9, (variance - mean) / mean ** 2) : 1e-9
