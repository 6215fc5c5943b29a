import { GatecastError } from '../../base/error.ts'
import type { Hierarchy } from './hierarchy.ts'
import type { StepForecast } from './spreads.ts'

/**
 * Shares the forecast of the total out by the shares of the bottom forecasts. Quantiles keep their distance to the mean:
 * those of the total, shared out, would be far too narrow for its parts.
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
  const shared = new Float64Array(mean.length)
  for (let b = 0; b < bottom.length; b++) shared[aggregates.length + b] = (mean[total] * shares[b]) / sum
  aggregates.forEach(({ members }, i) => {
    shared[i] = members.reduce((all, member) => all + shared[aggregates.length + member], 0)
  })
  return { mean: shared, quantiles: quantiles.map((values) => values.map((value, i) => value + shared[i] - mean[i])) }
}
