import { levelIndex } from '../../forecast/quantiles.ts'

/** A central interval. */
export interface Interval {
  /** Position of the interval's lower end among the levels. */
  readonly lower: number
  /** Position of the interval's upper end among the levels. */
  readonly upper: number
  /** Probability of a value between the two ends. */
  readonly share: number
}

/** The central intervals of a forecast, the widest first. */
export function centralIntervals(levels: readonly number[]): Interval[] {
  return levels.flatMap((level, lower) => {
    const upper = level < 0.5 ? levelIndex(levels, 1 - level) : -1
    return upper < 0 ? [] : [{ lower, upper, share: 1 - 2 * level }]
  })
}

/** Formats a share, for example 0.8 as `80 %`. Hides rounding errors, for example that of 1 - 2 * 0.1. */
export const percent = (share: number): string => `${Number((100 * share).toPrecision(6))} %`

/** Positions of the levels, except the median, that are not an end of a central interval. */
export function loneLevels(levels: readonly number[]): number[] {
  const paired = new Set(centralIntervals(levels).flatMap(({ lower, upper }) => [lower, upper]))
  return levels.flatMap((level, i) => (paired.has(i) || Math.abs(level - 0.5) < 1e-9 ? [] : [i]))
}
