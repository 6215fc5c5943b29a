// Most values of some series equal the value before: counts that are mostly 0, or states that are switched. After a change,
// the errors of most rows are what is left of it, close to 0 but not 0. Their median would make a change look infinitely far,
// and the rest of one look like an error. The sizes of changes tell what far and near mean instead.

import { quantileOf } from '../../../series/values/aggregate.ts'

/** Sizes in a series whose values seldom change; both 0 for another series. */
export interface RareChanges {
  /** The mean size of a change, over rows with and without one. Outliers do not move it. */
  readonly usual: number
  /** Smaller errors are none. */
  readonly none: number
}

/** A smaller share of a change is no change. */
const small = 0.05

export function rareChanges(values: Float64Array): RareChanges {
  const seen = values.filter((value) => !Number.isNaN(value))
  const sizes = seen
    .subarray(1)
    .map((value, i) => Math.abs(value - seen[i]))
    .filter((size) => size > 0)
    .sort()
  if (sizes.length === 0 || 2 * sizes.length >= seen.length - 1) return { usual: 0, none: 0 }
  const size = quantileOf(sizes, 0.5)
  return { usual: (size * sizes.length) / (seen.length - 1), none: small * size }
}
