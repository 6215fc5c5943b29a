/** Rules that make one value of several. Missing values are left out. */
export const aggregates = ['mean', 'sum', 'min', 'max', 'median', 'first', 'last', 'count'] as const
export type Aggregate = (typeof aggregates)[number]

/** The aggregate of values [from, to). If all are missing, `count` is 0 and the others are NaN. */
export function aggregate(values: Float64Array, from: number, to: number, how: Aggregate): number {
  if (how === 'median') return quantileOf(sortedPresent(values.subarray(from, to)), 0.5)
  let count = 0
  let result = Number.NaN
  for (let row = from; row < to; row++) {
    const value = values[row]
    if (Number.isNaN(value)) continue
    result = count++ === 0 ? value : combine(result, value, how)
  }
  if (how === 'count') return count
  return how === 'mean' ? result / count : result
}

function combine(result: number, value: number, how: Aggregate): number {
  if (how === 'mean' || how === 'sum') return result + value
  if (how === 'min') return Math.min(result, value)
  if (how === 'max') return Math.max(result, value)
  return how === 'last' ? value : result
}

/** The values that are not missing, in ascending order. */
export const sortedPresent = (values: Float64Array): Float64Array =>
  values.filter((value) => !Number.isNaN(value)).sort()

/**
 * A quantile of sorted values, with linear interpolation between two values; NaN if there is none.
 *
 * @param sorted - ascending, without missing values
 * @see Hyndman and Fan 1996, definition 7
 */
export function quantileOf(sorted: ArrayLike<number>, level: number): number {
  if (!sorted.length) return Number.NaN
  const position = (sorted.length - 1) * level
  const low = Math.floor(position)
  const high = Math.min(low + 1, sorted.length - 1)
  return sorted[low] + (sorted[high] - sorted[low]) * (position - low)
}
