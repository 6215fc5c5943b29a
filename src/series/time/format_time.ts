import { checkCalendarTime, checkTime } from './check_time.ts'
import { DAY } from './civil.ts'
import { type Frequency, frequencyOf } from './frequency.ts'
import { isClockUnit } from './units.ts'
import { type Zone, zoneOf } from './zone.ts'

/**
 * Formats a column of times as {@link formatTime} does, but writes dates alone only if all times are midnights. The
 * numbers of an index stay numbers.
 */
export function formatTimes(times: Float64Array, timeZone: string, frequency?: Frequency): (string | number)[] {
  if (frequency?.unit === 'step') return Array.from(times)
  return formatAll(times, timeZone, areDates(times, timeZone, frequency))
}

/** Whether all times are written as dates alone. */
export function areDates(times: Float64Array, timeZone: string, frequency?: Frequency): boolean {
  const zone = zoneOf(timeZone)
  return times.every((time) => isDate(time, zone, frequency))
}

/** Formats times, all of them as dates alone or none. */
export const formatAll = (times: Float64Array, timeZone: string, dates: boolean): string[] =>
  Array.from(times, (time) => isoText(time, timeZone, dates))

/**
 * Returns whether a time is written as a date alone: the instant that the date is read back as. It is a midnight, or, in
 * a frequency of days, the first instant of a day without one. A clock may show midnight twice.
 */
function isDate(time: number, zone: Zone, frequency?: Frequency): boolean {
  if (frequency && isClockUnit(frequency.unit)) return false
  const local = zone.toLocal(time)
  const midnight = Math.floor(local / DAY) * DAY
  // A clock may show midnight twice. The date stands for the first.
  return zone.toInstant(midnight) === time && (local === midnight || frequency !== undefined)
}

/**
 * Formats a time as ISO text on the clock of a time zone, with its offset. A midnight is written as a date alone,
 * unless the frequency is one of hours or less. A number of an index is written as it is. {@link parseTimes} reads the
 * text back.
 *
 * @param time - milliseconds since 1970 UTC
 * @param timeZone - IANA name; default `UTC`
 * @param frequency - the frequency of the series that the time belongs to, or its text
 * @returns the text, for example `2024-03-31` or `2024-03-31T14:05:00+02:00`
 * @throws {GatecastError} `ERR_TYPE` for a time that is no number, `ERR_RANGE` for a time that no calendar reaches, or an
 * unknown time zone
 * @example
 * formatTime(0, 'Europe/Berlin') // 1970-01-01T01:00:00+01:00
 */
export function formatTime(time: number, timeZone = 'UTC', frequency?: Frequency | string): string {
  checkTime('time', time)
  const steps = frequency === undefined ? undefined : frequencyOf(frequency)
  if (steps?.unit === 'step') return String(time)
  return isoText(time, timeZone, isDate(time, zoneOf(timeZone), steps))
}

function isoText(time: number, timeZone: string, date: boolean): string {
  if (!Number.isFinite(time)) return String(time)
  const local = zoneOf(timeZone).toLocal(time)
  checkCalendarTime(local)
  const text = new Date(local).toISOString()
  if (date) return text.slice(0, 10)
  // Offsets had seconds before the railways, for example -00:52:58.
  const offset = Math.round((local - time) / 1000)
  const digits = (value: number) => String(value).padStart(2, '0')
  const size = Math.abs(offset)
  const seconds = size % 60 === 0 ? '' : `:${digits(size % 60)}`
  const suffix = `${offset < 0 ? '-' : '+'}${digits(Math.floor(size / 3600))}:${digits(Math.floor(size / 60) % 60)}${seconds}`
  return text.replace('.000Z', 'Z').replace('Z', timeZone === 'UTC' ? 'Z' : suffix)
}
