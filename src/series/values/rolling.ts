import { quantileOf } from './aggregate.ts'

export const rollingStatistics = ['mean', 'std', 'min', 'max', 'sum', 'quantile'] as const
export type RollingStatistic = (typeof rollingStatistics)[number]

export interface RollingOptions {
  /** Rows in a window that ends with the current one; `Infinity` for all rows so far. */
  window: number
  /** Values that have to be there in a window, else the result is missing. Default: the window (1 if it expands). */
  minPeriods?: number
  /** For `quantile`. Default 0.5, the median. */
  quantile?: number
}

/**
 * A statistic over the last rows of one series, the current one included. Missing values are left out. `std` is that
 * of a sample (n - 1); quantiles are linear between two values.
 */
export function rolling(values: Float64Array, statistic: RollingStatistic, options: RollingOptions): Float64Array {
  const { window, minPeriods = window === Number.POSITIVE_INFINITY ? 1 : window, quantile = 0.5 } = options
  if (statistic === 'quantile') return rollingQuantile(values, window, minPeriods, quantile)
  const moments = new SlidingMoments()
  return values.map((value, row) => {
    moments.push(value)
    if (row >= window) moments.pop()
    const all = moments.get()
    return all.count < Math.max(minPeriods, 1) ? Number.NaN : read(all, statistic)
  })
}

/** What all statistics of a set of values follow from. Two sets can be joined, and nothing is ever subtracted. */
interface Moments {
  count: number
  mean: number
  /** Sum of squared distances from the mean. */
  squares: number
  min: number
  max: number
}

const none: Moments = { count: 0, mean: 0, squares: 0, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY }

const single = (value: number): Moments =>
  Number.isNaN(value) ? none : { count: 1, mean: value, squares: 0, min: value, max: value }

/** Chan, Golub, LeVeque 1979, eq. 2.1. */
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

function read({ count, mean, squares, min, max }: Moments, statistic: Exclude<RollingStatistic, 'quantile'>): number {
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
 * A queue of two stacks that keeps the join of its values: a value costs constant time, and a large one that left the
 * window leaves no rounding error behind, as it would in a running sum.
 */
class SlidingMoments {
  /** Joins of the older values, each with all that are newer than it in this stack. */
  readonly #older: Moments[] = []
  readonly #newer: Moments[] = []
  #newest = none

  push(value: number): void {
    const moments = single(value)
    this.#newer.push(moments)
    this.#newest = join(this.#newest, moments)
  }

  pop(): void {
    if (!this.#older.length) {
      let all = none
      while (this.#newer.length) {
        all = join(this.#newer.pop() as Moments, all)
        this.#older.push(all)
      }
      this.#newest = none
    }
    this.#older.pop()
  }

  get(): Moments {
    return join(this.#older.at(-1) ?? none, this.#newest)
  }
}

/** Keeps the values of the window sorted; a step moves those between the one that leaves and the one that comes. */
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
