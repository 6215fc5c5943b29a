import { DAY } from './civil.ts'
import type { Frequency } from './frequency.ts'
import { isClockUnit } from './units.ts'
import { zoneOf } from './zone.ts'

/** Formats a column of times as {@link formatTime} does, but writes dates alone only if all times are midnights. */
export function formatTimes(times: Float64Array, timeZone: string, frequency?: Frequency): string[] {
  const zone = zoneOf(timeZone)
  const dates = !hasClockUnit(frequency) && times.every((time) => zone.toLocal(time) % DAY === 0)
  return Array.from(times, (time) => isoText(time, timeZone, dates))
}

const hasClockUnit = (frequency?: Frequency) => frequency !== undefined && isClockUnit(frequency.unit)

/**
 * Formats a time as ISO text on the clock of a time zone, with its offset. A midnight is written as a date alone,
 * unless the frequency is one of hours, minutes or seconds. {@link parseTimes} reads the text back.
 *
 * @param time - milliseconds since 1970 UTC
 * @param timeZone - IANA name; default `UTC`
 * @param frequency - the frequency of the series that the time belongs to
 * @returns the text, for example `2024-03-31` or `2024-03-31T14:05:00+02:00`
 * @throws {GatecastError} `ERR_RANGE` for an unknown time zone
 * @example
 * formatTime(0, 'Europe/Berlin') // 1970-01-01T01:00:00+01:00
 */
export function formatTime(time: number, timeZone = 'UTC', frequency?: Frequency): string {
  return isoText(time, timeZone, !hasClockUnit(frequency) && zoneOf(timeZone).toLocal(time) % DAY === 0)
}

function isoText(time: number, timeZone: string, date: boolean): string {
  if (!Number.isFinite(time)) return String(time)
  const local = zoneOf(timeZone).toLocal(time)
  const text = new Date(local).toISOString()
  if (date) return text.slice(0, 10)
  const offset = Math.round((local - time) / 60_000)
  const digits = (value: number) => String(value).padStart(2, '0')
  const suffix = `${offset < 0 ? '-' : '+'}${digits(Math.floor(Math.abs(offset) / 60))}:${digits(Math.abs(offset) % 60)}`
  return text.replace('.000Z', 'Z').replace('Z', timeZone === 'UTC' ? 'Z' : suffix)
}
