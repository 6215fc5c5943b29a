import { levelIndex } from '../../forecast/quantiles.ts'

/** A central interval: where its ends are among the levels, and the share between them. */
export interface Interval {
  readonly lower: number
  readonly upper: number
  readonly share: number
}

/** The central intervals of a forecast, the widest first. */
export function centralIntervals(levels: readonly number[]): Interval[] {
  return levels.flatMap((level, lower) => {
    const upper = level < 0.5 ? levelIndex(levels, 1 - level) : -1
    return upper < 0 ? [] : [{ lower, upper, share: 1 - 2 * level }]
  })
}

/** `80 %`, without the rounding errors of 1 - 2 * 0.1. */
export const percent = (share: number): string => `${Number((100 * share).toPrecision(6))} %`

/** Levels that are the end of no central interval, the median aside. */
export function loneLevels(levels: readonly number[]): number[] {
  const paired = new Set(centralIntervals(levels).flatMap(({ lower, upper }) => [lower, upper]))
  return levels.flatMap((level, i) => (paired.has(i) || Math.abs(level - 0.5) < 1e-9 ? [] : [i]))
}
