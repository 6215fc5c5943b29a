import { DAY } from '../civil.ts'
import type { Sample } from './grid.ts'

/**
 * The days of all rows, if all rows have the same time of day, else `undefined`. On a day on which the clock skips this
 * time, the next instant stands for it.
 */
export function daysOf({ times, zone }: Sample): number[][] | undefined {
  const clocks = times.map((series) =>
    Array.from(series, (time) => {
      const local = zone.toLocal(time)
      return local - Math.floor(local / DAY) * DAY
    }),
  )
  // A skipped time is moved on, so the earliest clock is the true one.
  const clock = clocks.reduce((least, series) => series.reduce((a, b) => Math.min(a, b), least), DAY)
  const days: number[][] = []
  for (const [index, series] of times.entries()) {
    const own: number[] = []
    for (const [row, time] of series.entries()) {
      const day = Math.floor(zone.toLocal(time) / DAY)
      if (clocks[index][row] !== clock && (zone.fixed || zone.toInstant(day * DAY + clock) !== time)) return undefined
      own.push(day)
    }
    days.push(own)
  }
  return days
}
