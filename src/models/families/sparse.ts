import { add, conv1d, divide, linear, multiply, reshape, slice, subtract, sum, transpose } from '../../nn/index.ts'
import type { Masked } from '../blocks/seasonal.ts'
import { join, type Sequence } from '../blocks/sequence.ts'
import type { NetworkFamily } from '../network.ts'
import { linearNetwork } from './d_linear.ts'

/**
 * The context is cut into periods. One small linear map, the same for every place of the period, forecasts the next
 * periods from the last ones. Before, a convolution about as long as a period mixes neighbouring steps. A missing value
 * counts as the mean of its place.
 *
 * Source: Lin et al. 2024, "SparseTSF: modeling long-term time series forecasting with 1k parameters"; the scaling of
 * windows takes the place of subtracting their mean.
 */
export const sparseNetwork: NetworkFamily<object> = ({ season, horizon, ...spec }) =>
  linearNetwork({ season, horizon, ...spec }, (past) => ({ read: [byPeriods(past, season, horizon)] }))

/** Two numbers for each step of the horizon. The oldest steps of the context that fill no whole period are not read. */
function byPeriods(past: Masked, period: number, horizon: number): Sequence {
  const context = Number(past.values.shape[1])
  const [before, ahead] = [Math.floor(context / period), Math.ceil(horizon / period)]
  const periods = (x: Sequence) => reshape(slice(x, { axis: 1, start: -before * period }), ['batch', before, period])
  const filled = withMeans(periods(past.values) as Sequence, periods(past.mask) as Sequence)
  const x = reshape(filled, ['batch', before * period, 1]) as Sequence
  const kernelSize = 1 + 2 * Math.floor(period / 2)
  const mixed = add(x, conv1d(x, 1, { kernelSize, padding: 'same', bias: false })) as Sequence
  const places = transpose(periods(mixed), [0, 2, 1])
  const next = (): Sequence => {
    const mapped = linear(places, ahead, { bias: false })
    return reshape(transpose(mapped, [0, 2, 1]), ['batch', ahead * period, 1]) as Sequence
  }
  return slice(join([next(), next()]), { axis: 1, end: horizon }) as Sequence
}

/** Replaces missing values in `[batch, periods, places]` by the mean of their place, or by 0 if no value is observed. */
function withMeans(values: Sequence, mask: Sequence): Sequence {
  const total = (x: Sequence) => sum(x, { axes: [1], keep: true })
  const mean = divide(total(multiply(values, mask) as Sequence), add(total(mask), 1e-6))
  return add(multiply(values, mask), multiply(mean, subtract(1, mask))) as Sequence
}
