// The cost of a segment is minus twice the largest log likelihood of independent normal values, without terms that are
// the same for every segmentation. With n values, mean m and S = sum (x - m)^2:
//
//   mean          S / sigma^2                       one variance for the whole series
//   variance      n log(v) + Q / v                  v = max(Q / n, floor), Q = sum (x - mean of the series)^2
//   meanVariance  n log(v) + S / v                  v = max(S / n, floor)
//
// The floor keeps a segment of equal values from a likelihood without bound. The cost stays a minimum over parameters,
// so splitting a segment never makes the sum larger, which the pruning of PELT needs.
//
// Source: Killick, Fearnhead, Eckley 2012, section 2; Chen and Gupta 2000.

/** The kinds of costs, and the number of parameters that a segment has. */
export const parametersOf = { mean: 1, variance: 1, meanVariance: 2 } as const

/** The property of a segment that changes. */
export type ChangeCost = keyof typeof parametersOf

/** The cost of the values [from, to). */
export type SegmentCost = (from: number, to: number) => number

/**
 * The cost function of a series without missing values.
 *
 * @returns `undefined` if the values never change, so that no segment differs from another
 */
export function segmentCost(kind: ChangeCost, given: Float64Array): SegmentCost | undefined {
  const { length } = given
  // Distances from the first value keep all digits of small changes of a large level. Squares of very small or very large
  // ones would be 0 or infinite, so they count in units of the largest: the best segmentation does not depend on it.
  const largest = given.reduce((most, value) => Math.max(most, Math.abs(value - given[0])), 0)
  if (largest === 0) return undefined
  const values = given.map((value) => (value - given[0]) / largest)
  let mean = 0
  for (const value of values) mean += value / length
  const sums = new Float64Array(length + 1)
  const squares = new Float64Array(length + 1)
  for (let i = 0; i < length; i++) {
    const centred = values[i] - mean
    sums[i + 1] = sums[i] + centred
    squares[i + 1] = squares[i] + centred * centred
  }
  const spread = squares[length] / length
  const around = (from: number, to: number): number => {
    const sum = sums[to] - sums[from]
    return Math.max(0, squares[to] - squares[from] - (sum * sum) / (to - from))
  }
  if (kind === 'mean') {
    const variance = Math.max(noiseVariance(values), 1e-9 * spread)
    return (from, to) => around(from, to) / variance
  }
  const floor = 1e-9 * spread
  const total = kind === 'variance' ? (from: number, to: number) => squares[to] - squares[from] : around
  return (from, to) => {
    const count = to - from
    const sum = Math.max(0, total(from, to))
    const variance = Math.max(sum / count, floor)
    return count * Math.log(variance) + sum / variance
  }
}

/**
 * The variance of independent noise from the changes between neighbours, of which few hold a change of level. The median
 * of their sizes counts; if most neighbours are equal, their mean square.
 */
export function noiseVariance(values: Float64Array): number {
  const changes = new Float64Array(Math.max(0, values.length - 1))
  let squares = 0
  for (let i = 0; i < changes.length; i++) {
    changes[i] = Math.abs(values[i + 1] - values[i])
    squares += changes[i] ** 2
  }
  changes.sort()
  const median = changes[changes.length >> 1] ?? 0
  // The median size of a normal number is 0.6745 standard deviations; a difference has twice the variance.
  return median > 0 ? (median / 0.6744897501960817) ** 2 / 2 : squares / Math.max(1, changes.length) / 2
}
