import type { WindowScales } from '../../../addon/index.ts'
import type { Readout } from '../../../models/index.ts'

/**
 * Converts a forecast in the scale of its windows to units of the target, in double precision: float32 would round a
 * level of 1e9 to steps of 64. It moves with the location and grows with the scale, as every distribution of a scaled
 * target does.
 */
export function unscaled({ mean, quantiles }: Readout, { location, scale }: WindowScales): Readout {
  const horizon = mean.length / location.length
  const inUnits = (values: Float64Array): Float64Array =>
    values.map((value, place) => {
      const series = Math.floor(place / horizon)
      return location[series] + scale[series] * value
    })
  return { mean: inUnits(mean), quantiles: quantiles.map(inUnits) }
}
