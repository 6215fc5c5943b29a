import { isDate } from '../../../base/brand.ts'
import { checkChoice, shown } from '../../../base/check.ts'
import { GatecastError } from '../../../base/error.ts'
import { zoneOf } from '../zone.ts'
import { parseNumericTimes } from './parse_time_numbers.ts'
import { parseTimeText } from './parse_time_text.ts'
import { type TimeFormat, timeFormats } from './time_format.ts'

/** Options of {@link parseTimes}. */
export interface ParseTimesOptions {
  /** The order of day and month in dates with slashes, or the unit of numbers. Default `auto`. */
  timeFormat?: TimeFormat
  /** IANA name of the time zone of texts without an offset. Default `UTC`. */
  timeZone?: string
  /** Name of the column in error messages. Default `time`. */
  column?: string
}

/**
 * Reads a column of times:
 *
 * - `Date` objects.
 * - Numbers: seconds or milliseconds since 1970, `YYYYMMDD`, `YYYYMM`, years, or years with a fraction. The largest
 *   number of the column decides which.
 * - Texts: ISO 8601 with and without an offset, `2024-03`, `1998 Q1`, `2024-W09`, `1998 Jan`, `3/31/24 14:05`,
 *   `31.3.2024`. A month, quarter or week is read as its first day.
 *
 * @param values - a column of dates, numbers or texts
 * @param options - format, time zone, and the name of the column in messages
 * @returns milliseconds since 1970 UTC
 * @throws {GatecastError} `ERR_DATA` with column, row and value for a value that cannot be read
 * @example
 * parseTimes(['1998 Q1', '1998 Q2'])
 * parseTimes(['31.3.2024 14:05'], { timeZone: 'Europe/Berlin' })
 */
export function parseTimes(values: ArrayLike<unknown>, options: ParseTimesOptions = {}): Float64Array {
  const { column = 'time', timeZone = 'UTC' } = options
  const timeFormat = checkChoice('timeFormat', options.timeFormat ?? 'auto', timeFormats)
  const zone = zoneOf(timeZone)
  const fail = (row: number, advice: string): never => {
    throw new GatecastError(
      'ERR_DATA',
      `Expected a time in column "${column}", got ${shown(values[row])} (row ${row}). ${advice}`,
    )
  }
  if (isNumeric(values)) return parseNumericTimes(values, timeFormat, zone, fail)

  const times = new Float64Array(values.length)
  const seen = new Map<unknown, number>()
  for (let row = 0; row < times.length; row++) {
    const value = values[row]
    // Most texts occur in several series, so their parsed times are kept in `seen`.
    const known = seen.get(value)
    const time = known ?? (isDate(value) ? value.getTime() : parseTimeText(value, timeFormat, zone))
    if (Number.isNaN(time)) fail(row, adviceFor(value, timeFormat))
    if (known === undefined && seen.size < 100_000) seen.set(value, time)
    times[row] = time
  }
  return times
}

/**
 * Returns whether a text has a time of day but no offset. Such a text means one of two instants when the clock is set
 * back.
 */
export const isWallClock = (value: unknown): boolean =>
  typeof value === 'string' && /\d:\d|\d[T ]\d{1,2}$/.test(value) && !/(z|[+-]\d\d(:?\d\d)?)$/i.test(value)

/** Returns whether the first value that is not missing is a number, or a text of one. */
function isNumeric(values: ArrayLike<unknown>): boolean {
  for (let row = 0; row < values.length; row++) {
    const value = values[row]
    if (value === null || value === undefined || value === '') continue
    if (typeof value === 'string') return /^-?\d+(\.\d+)?$/.test(value.trim())
    return typeof value === 'number' || typeof value === 'bigint'
  }
  return false
}

function adviceFor(value: unknown, timeFormat: TimeFormat): string {
  if (value === null || value === undefined || value === '') return 'Drop rows without a time.'
  if (typeof value === 'string' && /^\d+\/\d+\/\d+/.test(value))
    return timeFormat === 'D/M/Y'
      ? 'timeFormat is D/M/Y; leave it out if the month comes first.'
      : 'Slashes are read as M/D/Y; give timeFormat: "D/M/Y" if the day comes first.'
  return 'Write it as ISO 8601, for example 2024-03-31T14:00+02:00.'
}
