import { quantileOf, sortedPresent } from './aggregate.ts'

export const outlierMethods = ['iqr', 'zScore', 'mad'] as const
export type OutlierMethod = (typeof outlierMethods)[number]

/** Values below `low` or above `high` are outliers. */
export interface Limits {
  readonly low: number
  readonly high: number
}

/** Default thresholds, as in common use: Tukey's fences, three sigma, and 3.5 by Iglewicz and Hoaglin 1993. */
const thresholds: Record<OutlierMethod, number> = { iqr: 1.5, zScore: 3, mad: 3.5 }

/**
 * Finds the limits between usual values and outliers in one series:
 *
 * | method | low and high | default threshold |
 * |---|---|---|
 * | `iqr` | first quartile - threshold x d, third quartile + threshold x d, with d the distance between the quartiles | 1.5 |
 * | `zScore` | mean -/+ threshold x standard deviation | 3 |
 * | `mad` | median -/+ threshold x 1.4826 x median of the distances from the median | 3.5 |
 *
 * If the spread is 0, because many values are the same, there are no limits.
 */
export function outlierLimits(
  values: Float64Array,
  method: OutlierMethod,
  threshold: number = thresholds[method],
): Limits {
  const sorted = sortedPresent(values)
  const [low, high, spread] = measure(sorted, method)
  if (!(spread > 0)) return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }
  return { low: low - threshold * spread, high: high + threshold * spread }
}

function measure(sorted: Float64Array, method: OutlierMethod): [low: number, high: number, spread: number] {
  if (method === 'iqr') {
    const [low, high] = [quantileOf(sorted, 0.25), quantileOf(sorted, 0.75)]
    return [low, high, high - low]
  }
  if (method === 'zScore') {
    const mean = sorted.reduce((sum, value) => sum + value / sorted.length, 0)
    const squares = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0)
    return [mean, mean, Math.sqrt(squares / (sorted.length - 1))]
  }
  const median = quantileOf(sorted, 0.5)
  const distances = sorted.map((value) => Math.abs(value - median)).sort()
  return [median, median, 1.4826 * quantileOf(distances, 0.5)]
}

/** 1 for a value outside of the limits, 0 for one inside, NaN where missing. */
export const flagOutside = (values: Float64Array, { low, high }: Limits): Float64Array =>
  values.map((value) => (Number.isNaN(value) ? value : value < low || value > high ? 1 : 0))

/** Replaces values outside of the limits by the nearest limit. */
export const clip = (values: Float64Array, { low, high }: Limits): Float64Array =>
  values.map((value) => (value < low ? low : value > high ? high : value))

/** Replaces values outside of the limits by NaN. */
export const removeOutside = (values: Float64Array, { low, high }: Limits): Float64Array =>
  values.map((value) => (value < low || value > high ? Number.NaN : value))
