import { DAY } from './civil.ts'
import type { Frequency } from './frequency.ts'
import { zoneOf } from './zone.ts'

/** {@link formatTime} of a column: dates alone only if all times are midnights. */
export function formatTimes(times: Float64Array, timeZone: string, frequency?: Frequency): string[] {
  const zone = zoneOf(timeZone)
  const dates = !isClock(frequency) && times.every((time) => zone.toLocal(time) % DAY === 0)
  return Array.from(times, (time) => isoText(time, timeZone, dates))
}

const isClock = (frequency?: Frequency) => frequency !== undefined && /second|minute|hour/.test(frequency.unit)

/**
 * ISO text of a time on the zone's clock: with its offset, so that it can be read back; the date alone for midnight if
 * the frequency has no smaller unit.
 *
 * @param time - milliseconds since 1970 UTC
 * @param timeZone - IANA name; default `UTC`
 * @param frequency - of the series that the time is of; without it, the time of day is always written
 * @returns such as `2024-03-31` or `2024-03-31T14:05:00+02:00`
 * @throws {GatecastError} `ERR_RANGE` for a zone that is unknown
 * @example
 * formatTime(0, 'Europe/Berlin') // 1970-01-01T01:00:00+01:00
 */
export function formatTime(time: number, timeZone = 'UTC', frequency?: Frequency): string {
  return isoText(time, timeZone, !isClock(frequency) && zoneOf(timeZone).toLocal(time) % DAY === 0)
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
