// PELT finds the segmentation with the least sum of costs and penalties. F(t) is the least sum for the first t values:
//
//   F(t) = min over s of F(s) + C(s, t) + penalty
//
// A start s is dropped for good if F(s) + C(s, t) + K >= F(t), where C(s, t) + C(t, u) + K <= C(s, u) for all u: from
// then on a change at t is never worse than none. A change at t needs a segment of minSize values after it, so s is
// dropped only from t + minSize on. The result is that of a search over all segmentations.
//
// Source: Killick, Fearnhead, Eckley 2012, theorem 3.1.

import type { SegmentCost } from './costs.ts'

export interface Search {
  readonly length: number
  readonly cost: SegmentCost
  /** The price of each change. */
  readonly penalty: number
  readonly minSize: number
  /** The constant K; 0 if a split never makes the sum of costs larger. */
  readonly slack: number
}

/**
 * The best segmentation.
 *
 * @param pace - awaited after each value
 * @returns the first index of each segment but the first, ascending
 */
export async function pelt(search: Search, pace: () => Promise<void>): Promise<number[]> {
  const { length, cost, penalty, minSize, slack } = search
  const best = new Float64Array(length + 1).fill(Number.POSITIVE_INFINITY)
  const previous = new Int32Array(length + 1)
  // The first segment pays no penalty.
  best[0] = -penalty
  let starts = [0]
  /** The value of t from which a start is dropped. */
  const until = new Float64Array(length + 1).fill(Number.POSITIVE_INFINITY)
  for (let t = minSize; t <= length; t++) {
    if (t >= 2 * minSize) starts.push(t - minSize)
    starts = starts.filter((start) => until[start] > t)
    const sums = starts.map((start) => best[start] + cost(start, t))
    for (let i = 0; i < starts.length; i++)
      if (sums[i] + penalty < best[t]) {
        best[t] = sums[i] + penalty
        previous[t] = starts[i]
      }
    for (let i = 0; i < starts.length; i++)
      if (sums[i] + slack >= best[t]) until[starts[i]] = Math.min(until[starts[i]], t + minSize)
    await pace()
  }
  const changes: number[] = []
  for (let t = previous[length]; t > 0; t = previous[t]) changes.push(t)
  return changes.reverse()
}
