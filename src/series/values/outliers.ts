import { present, quantileOf } from './aggregate.ts'

export const outlierMethods = ['iqr', 'zScore', 'mad'] as const
export type OutlierMethod = (typeof outlierMethods)[number]

/** Values below `low` or above `high` are outliers. */
export interface Limits {
  readonly low: number
  readonly high: number
}

/** Thresholds in common use: Tukey's fences, three sigma, and 3.5 of Iglewicz and Hoaglin 1993. */
const thresholds: Record<OutlierMethod, number> = { iqr: 1.5, zScore: 3, mad: 3.5 }

/**
 * Limits of what is usual in one series:
 *
 * | method | low and high |
 * |---|---|
 * | `iqr` | threshold x distance between the quartiles beyond the quartiles (1.5) |
 * | `zScore` | threshold x standard deviation around the mean (3) |
 * | `mad` | threshold x 1.4826 x median distance from the median, around the median (3.5) |
 *
 * No limits where more than half of the values are the same, as their spread is 0 then.
 */
export function outlierLimits(
  values: Float64Array,
  method: OutlierMethod,
  threshold: number = thresholds[method],
): Limits {
  const sorted = present(values)
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

/** 1 outside of the limits, 0 inside, NaN where missing. */
export const flagOutside = (values: Float64Array, { low, high }: Limits): Float64Array =>
  values.map((value) => (Number.isNaN(value) ? value : value < low || value > high ? 1 : 0))

/** Brings values outside of the limits to the nearest limit. */
export const clip = (values: Float64Array, { low, high }: Limits): Float64Array =>
  values.map((value) => (value < low ? low : value > high ? high : value))

/** Makes values outside of the limits missing. */
export const removeOutside = (values: Float64Array, { low, high }: Limits): Float64Array =>
  values.map((value) => (value < low || value > high ? Number.NaN : value))
