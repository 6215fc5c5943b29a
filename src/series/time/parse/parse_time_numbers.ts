import { DAY, dayNumberOf, daysInMonth } from '../civil.ts'
import type { Zone } from '../zone.ts'
import type { TimeFormat } from './time_format.ts'

/**
 * Reads times that are numbers. The size of the largest number of the column decides the unit: years below 10,000,
 * `YYYYMM` up to six digits, `YYYYMMDD` up to eight, then seconds (after March 1973), milliseconds, microseconds and
 * nanoseconds since 1970.
 *
 * @param fail - throws the error for a row, with some advice
 */
export function parseNumericTimes(
  values: ArrayLike<unknown>,
  format: TimeFormat,
  zone: Zone,
  fail: (row: number, advice: string) => never,
): Float64Array {
  const times = new Float64Array(values.length)
  let largest = 0
  for (let row = 0; row < times.length; row++) {
    const value = values[row]
    const missing = value === null || value === undefined || value === ''
    times[row] = missing ? Number.NaN : Number(value)
    if (!Number.isFinite(times[row]))
      fail(row, missing ? 'Drop rows without a time.' : 'The rows before it are numbers; write all times in one way.')
    largest = Math.max(largest, Math.abs(times[row]))
  }
  const read = readerFor(format, largest, zone)
  for (let row = 0; row < times.length; row++) {
    times[row] = read(times[row])
    if (Number.isNaN(times[row])) fail(row, 'Give timeFormat: "epoch s" or "epoch ms" if it is not a date.')
  }
  return times
}

function readerFor(format: TimeFormat, largest: number, zone: Zone): (value: number) => number {
  if (format === 'epoch ms') return (value) => value
  if (format === 'epoch s') return (value) => value * 1000
  if (largest < 1e4) return (value) => readDecimalYear(value, zone)
  if (largest < 1e6) return (value) => readDigits(value * 100 + 1, zone)
  if (largest < 1e8) return (value) => readDigits(value, zone)
  if (largest < 1e11) return (value) => value * 1000
  if (largest < 1e14) return (value) => value
  return largest < 1e17 ? (value) => value / 1e3 : (value) => value / 1e6
}

/**
 * A year with a fraction. A fraction that is nearly a whole number of months gives the first day of a month:
 * 1949.083333 is February 1949.
 */
function readDecimalYear(value: number, zone: Zone): number {
  const year = Math.floor(value)
  if (value < 1) return Number.NaN
  const months = (value - year) * 12
  if (Math.abs(months - Math.round(months)) < 2e-3)
    return zone.toInstant(
      dayNumberOf(year + Math.floor(Math.round(months) / 12), (Math.round(months) % 12) + 1, 1) * DAY,
    )
  const start = dayNumberOf(year, 1, 1)
  return zone.toInstant(Math.round((start + (value - year) * (dayNumberOf(year + 1, 1, 1) - start)) * DAY))
}

/** A date written as the number `YYYYMMDD`. */
function readDigits(value: number, zone: Zone): number {
  const year = Math.floor(value / 1e4)
  const month = Math.floor(value / 100) % 100
  const day = value % 100
  const valid = year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
  return valid ? zone.toInstant(dayNumberOf(year, month, day) * DAY) : Number.NaN
}
