import { GatecastError } from '../../base/error.ts'
import type { Hierarchy } from './hierarchy.ts'
import type { StepForecast } from './spreads.ts'

/**
 * Shares the forecast of the total out by the shares of the bottom forecasts. Quantiles of the total are shared out in the
 * same way.
 *
 * @throws {GatecastError} `ERR_DATA` without a total, or if the bottom forecasts are no shares
 */
export function shareOut({ mean, quantiles }: StepForecast, { aggregates, bottom }: Hierarchy): StepForecast {
  const total = aggregates.findIndex(({ members }) => members.length === bottom.length)
  if (total < 0)
    throw new GatecastError('ERR_DATA', 'Expected a hierarchy with the total for topDown, got none. Add the level []')
  const shares = mean.subarray(aggregates.length)
  const sum = shares.reduce((all, value) => all + value, 0)
  const negative = shares.findIndex((value) => value < 0)
  if (!(sum > 0) || negative >= 0)
    throw new GatecastError(
      'ERR_DATA',
      'Expected bottom forecasts of 0 or more, and not all 0, for the shares of topDown, got ' +
        `${negative >= 0 ? `${shares[negative]} for "${bottom[negative]}"` : 'a sum of 0'}. Use another method`,
    )
  const spread = (values: Float64Array): Float64Array => {
    const part = new Float64Array(values.length)
    for (let b = 0; b < bottom.length; b++) part[aggregates.length + b] = (values[total] * shares[b]) / sum
    aggregates.forEach(({ members }, i) => {
      part[i] = members.reduce((all, member) => all + part[aggregates.length + member], 0)
    })
    return part
  }
  return { mean: spread(mean), quantiles: quantiles.map(spread) }
}
