import { DAY } from '../civil.ts'
import type { Sample } from './grid.ts'

/**
 * The days of all rows, if all rows have the same time of day, else `undefined`. On a day on which the clock skips this
 * time, the next instant stands for it.
 */
export function daysOf({ times, zone }: Sample): number[][] | undefined {
  const clockOf = (time: number) => {
    const local = zone.toLocal(time)
    return local - Math.floor(local / DAY) * DAY
  }
  // A skipped time is moved on, so the earliest clock is the true one.
  let clock = DAY
  for (const series of times)
    for (const time of series) {
      const own = clockOf(time)
      // Without skipped times two clocks are enough to know: rows of an hour are told from days by the second of them.
      if (zone.fixed && clock !== DAY && own !== clock) return undefined
      clock = Math.min(clock, own)
    }
  const days: number[][] = []
  for (const series of times) {
    const own: number[] = []
    for (const time of series) {
      const day = Math.floor(zone.toLocal(time) / DAY)
      if (clockOf(time) !== clock && (zone.fixed || zone.toInstant(day * DAY + clock) !== time)) return undefined
      own.push(day)
    }
    days.push(own)
  }
  return days
}
