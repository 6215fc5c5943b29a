import { checkChoice, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { parseNumericTimes } from './parse_time_numbers.ts'
import { parseTimeText } from './parse_time_text.ts'
import { zoneOf } from './zone.ts'

/**
 * How times are written.
 *
 * | format | |
 * |---|---|
 * | `auto` | the default: what the texts show, with slashes read as month/day/year; numbers by their size |
 * | `M/D/Y`, `D/M/Y` | order of the parts of a date with slashes; years of two digits are 1969 to 2068 |
 * | `epoch s`, `epoch ms` | seconds or milliseconds since 1970 UTC |
 */
export type TimeFormat = 'auto' | 'M/D/Y' | 'D/M/Y' | 'epoch s' | 'epoch ms'

const formats: readonly TimeFormat[] = ['auto', 'M/D/Y', 'D/M/Y', 'epoch s', 'epoch ms']

/** How times are written. */
export interface ParseTimesOptions {
  /** Which of two readings of a date is meant. Default `auto`. */
  timeFormat?: TimeFormat
  /** The zone of texts without an offset. Default `UTC`. */
  timeZone?: string
  /** Name of the column, for messages. */
  column?: string
}

/**
 * Reads times: `Date`, numbers (milliseconds or seconds since 1970, `YYYYMMDD`, years, decimal years; the column's
 * largest number tells which) and texts in the formats that people have: ISO 8601 with and without offset,
 * `2024-03`, `1998 Q1`, `2024-W09`, `1998 Jan`, `3/31/24 14:05`, `31.3.2024`. A period stands for its first day.
 *
 * @param values - a column of dates, numbers or texts
 * @returns milliseconds since 1970 UTC
 * @throws {GatecastError} `ERR_DATA` with column, row and value for what cannot be read
 * @example
 * parseTimes(['1998 Q1', '1998 Q2'])
 * parseTimes(['31.3.2024 14:05'], { timeZone: 'Europe/Berlin' })
 */
export function parseTimes(values: ArrayLike<unknown>, options: ParseTimesOptions = {}): Float64Array {
  const { column = 'time', timeZone = 'UTC' } = options
  const timeFormat = checkChoice('timeFormat', options.timeFormat ?? 'auto', formats)
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
    // Series share their dates, so most texts were seen before.
    const known = seen.get(value)
    const time = known ?? (value instanceof Date ? value.getTime() : parseTimeText(value, timeFormat, zone))
    if (Number.isNaN(time)) fail(row, advise(value, timeFormat))
    if (known === undefined && seen.size < 100_000) seen.set(value, time)
    times[row] = time
  }
  return times
}

/** Tells whether texts leave open which of two instants they mean when the clock is set back: they have no offset. */
export const isWallClock = (value: unknown): boolean =>
  typeof value === 'string' && /\d:\d|\d[T ]\d{1,2}$/.test(value) && !/(z|[+-]\d\d(:?\d\d)?)$/i.test(value)

function isNumeric(values: ArrayLike<unknown>): boolean {
  for (let row = 0; row < values.length; row++) {
    const value = values[row]
    if (value === null || value === undefined || value === '') continue
    if (typeof value === 'string') return /^-?\d+(\.\d+)?$/.test(value.trim())
    return typeof value === 'number' || typeof value === 'bigint'
  }
  return false
}

function advise(value: unknown, timeFormat: TimeFormat): string {
  if (value === null || value === undefined || value === '') return 'Drop rows without a time.'
  if (typeof value === 'string' && /^\d+\/\d+\/\d+/.test(value))
    return timeFormat === 'D/M/Y'
      ? 'It was declared as D/M/Y; leave timeFormat out if the month comes first.'
      : 'Slashes are read as M/D/Y; declare timeFormat: "D/M/Y" if the day comes first.'
  return 'Write it as ISO 8601, such as 2024-03-31T14:00+02:00.'
}
