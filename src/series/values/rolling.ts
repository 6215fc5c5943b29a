import { quantileOf } from './aggregate.ts'

export const rollingStatistics = ['mean', 'std', 'min', 'max', 'sum', 'quantile'] as const
export type RollingStatistic = (typeof rollingStatistics)[number]

export interface RollingOptions {
  /** Number of rows in a window, the current row included; `Infinity` for all rows up to it. */
  window: number
  /**
   * The least number of values in a window; with fewer, the result is missing. Default: `window`, or 1 if that is
   * infinite.
   */
  minPeriods?: number
  /** The level for `quantile`. Default 0.5, the median. */
  quantile?: number
}

/**
 * A statistic over a window of rows that ends with the current row, for each row of one series. Missing values are left
 * out. `std` is that of a sample, with the divisor n - 1. Quantiles are interpolated linearly.
 */
export function rolling(values: Float64Array, statistic: RollingStatistic, options: RollingOptions): Float64Array {
  const { window, minPeriods = window === Number.POSITIVE_INFINITY ? 1 : window, quantile = 0.5 } = options
  if (statistic === 'quantile') return rollingQuantile(values, window, minPeriods, quantile)
  const moments = new SlidingMoments()
  return values.map((value, row) => {
    moments.push(value)
    if (row >= window) moments.pop()
    const all = moments.get()
    return all.count < Math.max(minPeriods, 1) ? Number.NaN : statisticOf(all, statistic)
  })
}

/**
 * Moments of a set of values, from which all statistics but quantiles follow. Two sets are joined without a
 * subtraction.
 */
interface Moments {
  count: number
  mean: number
  /** Sum of squared distances from the mean. */
  squares: number
  min: number
  max: number
}

const empty: Moments = { count: 0, mean: 0, squares: 0, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY }

const single = (value: number): Moments =>
  Number.isNaN(value) ? empty : { count: 1, mean: value, squares: 0, min: value, max: value }

/** Joins the moments of two sets. Source: Chan, Golub, LeVeque 1979, eq. 2.1. */
function join(a: Moments, b: Moments): Moments {
  if (a.count === 0) return b
  if (b.count === 0) return a
  const count = a.count + b.count
  const step = b.mean - a.mean
  return {
    count,
    mean: a.mean + (step * b.count) / count,
    squares: a.squares + b.squares + (step * step * a.count * b.count) / count,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
  }
}

function statisticOf(
  { count, mean, squares, min, max }: Moments,
  statistic: Exclude<RollingStatistic, 'quantile'>,
): number {
  switch (statistic) {
    case 'mean':
      return mean
    case 'std':
      return count > 1 ? Math.sqrt(squares / (count - 1)) : Number.NaN
    case 'sum':
      return mean * count
    case 'min':
      return min
    case 'max':
      return max
  }
}

/**
 * A queue, made of two stacks, that keeps the joined moments of its values. A value takes constant time on average. A
 * large value that leaves the window leaves no rounding error behind, as it would in a running sum.
 */
class SlidingMoments {
  /** Each entry has the moments of one of the older values and of all newer values in this stack. */
  readonly #older: Moments[] = []
  readonly #newer: Moments[] = []
  #newest = empty

  push(value: number): void {
    const moments = single(value)
    this.#newer.push(moments)
    this.#newest = join(this.#newest, moments)
  }

  pop(): void {
    if (!this.#older.length) {
      let all = empty
      while (this.#newer.length) {
        all = join(this.#newer.pop() as Moments, all)
        this.#older.push(all)
      }
      this.#newest = empty
    }
    this.#older.pop()
  }

  get(): Moments {
    return join(this.#older.at(-1) ?? empty, this.#newest)
  }
}

/** Keeps the values of the window sorted, by a binary search for the value that leaves and the one that enters. */
function rollingQuantile(values: Float64Array, window: number, minPeriods: number, level: number): Float64Array {
  const sorted: number[] = []
  return values.map((value, row) => {
    const left = row >= window ? values[row - window] : Number.NaN
    if (!Number.isNaN(left)) sorted.splice(lowerBound(sorted, left), 1)
    if (!Number.isNaN(value)) sorted.splice(lowerBound(sorted, value), 0, value)
    return sorted.length < Math.max(minPeriods, 1) ? Number.NaN : quantileOf(sorted, level)
  })
}

function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle] < value) low = middle + 1
    else high = middle
  }
  return low
}
