import { TimeColumn } from '../frames/time_column.ts'
import { DAY } from './time/civil.ts'
import { areDates } from './time/format_time.ts'
import type { Frequency } from './time/frequency.ts'
import { zoneOf } from './time/zone.ts'

/**
 * Times for a frame that has a type for them: dates if all of them are midnights of the time zone, else points in time. The
 * numbers of an index stay numbers.
 */
export function timeColumn(times: Float64Array, timeZone: string, frequency?: Frequency): Float64Array | TimeColumn {
  if (frequency?.unit === 'step') return times
  if (!areDates(times, timeZone, frequency)) return new TimeColumn(times, timeZone)
  const zone = zoneOf(timeZone)
  return new TimeColumn(
    times.map((time) => Math.floor(zone.toLocal(time) / DAY) * DAY),
    undefined,
  )
}
