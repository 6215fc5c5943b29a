/** Ways to make one value of several; missing ones are left out, and none gives NaN. */
export const aggregates = ['mean', 'sum', 'min', 'max', 'median', 'first', 'last', 'count'] as const
export type Aggregate = (typeof aggregates)[number]

/** The aggregate of values [from, to). `count` of nothing is 0, all others NaN. */
export function aggregate(values: Float64Array, from: number, to: number, how: Aggregate): number {
  if (how === 'median') return quantileOf(present(values.subarray(from, to)), 0.5)
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

/** The values that are not missing, sorted. */
export const present = (values: Float64Array): Float64Array => values.filter((value) => !Number.isNaN(value)).sort()

/** A quantile of sorted values, linear between two of them (type 7 of Hyndman and Fan 1996); NaN of none. */
export function quantileOf(sorted: ArrayLike<number>, level: number): number {
  if (!sorted.length) return Number.NaN
  const position = (sorted.length - 1) * level
  const low = Math.floor(position)
  const high = Math.min(low + 1, sorted.length - 1)
  return sorted[low] + (sorted[high] - sorted[low]) * (position - low)
}
