import { DAY, dateOf, dayNumberOf, daysInMonth, modulo, weekdayOf } from './civil.ts'
import type { Frequency, Unit } from './frequency.ts'
import { type Zone, zoneOf } from './zone.ts'

/** Milliseconds of the units that always have the same length. */
const fixedUnits: Partial<Record<Unit, number>> = { second: 1000, minute: 60_000, hour: 3_600_000 }
const monthsOf: Partial<Record<Unit, number>> = { month: 1, quarter: 3, year: 12 }

/** Milliseconds of a step if every step in this zone has as many, else 0. */
export function fixedStep({ unit, multiple }: Frequency, zone: string): number {
  const fixed = fixedUnits[unit]
  if (fixed) return fixed * multiple
  if (unit === 'businessDay' || monthsOf[unit] || !zoneOf(zone).fixed) return 0
  return multiple * (unit === 'week' ? 7 : 1) * DAY
}

/**
 * The time `n` steps later (earlier if negative). Days and longer are counted on the zone's clock, so that a daily
 * series stays at midnight when the clock changes; seconds to hours are counted in elapsed time.
 *
 * @param time - milliseconds since 1970 UTC; for an anchored frequency a time on its grid
 * @param n - steps, may be negative
 * @param frequency - whose steps they are
 * @param zone - IANA name; default `UTC`
 * @returns milliseconds since 1970 UTC
 * @throws {GatecastError} `ERR_RANGE` for a zone that is unknown
 * @example
 * addSteps(Date.UTC(2024, 0, 31), 1, parseFrequency('ME')) // 29 February 2024, in milliseconds
 */
export function addSteps(time: number, n: number, frequency: Frequency, zone = 'UTC'): number {
  const step = fixedStep(frequency, zone)
  if (step) return time + n * step
  if (n === 0) return time
  return addCalendar(time, n * frequency.multiple, frequency, zoneOf(zone))
}

/**
 * The most steps that can be taken from one time without passing the other; exact if the other is on the grid.
 *
 * @param from - milliseconds since 1970 UTC
 * @param to - milliseconds since 1970 UTC
 * @param frequency - whose steps are counted
 * @param zone - IANA name; default `UTC`
 * @returns a whole number, negative if `to` is earlier
 * @throws {GatecastError} `ERR_RANGE` for a zone that is unknown
 * @example
 * stepsBetween(Date.UTC(2024, 0, 1), Date.UTC(2025, 0, 1), parseFrequency('MS')) // 12
 */
export function stepsBetween(from: number, to: number, frequency: Frequency, zone = 'UTC'): number {
  const step = fixedStep(frequency, zone)
  if (step) return Math.floor((to - from) / step)
  if (!Number.isFinite(to - from)) return Number.NaN
  const clock = zoneOf(zone)
  const units = unitsAt(to, frequency.unit, clock) - unitsAt(from, frequency.unit, clock)
  // Counted in whole units; the time of day and the day of the month may be short of the last, or past it by a gap.
  let steps = Math.floor(units / frequency.multiple) + 1
  while (addSteps(from, steps, frequency, zone) > to) steps--
  return steps
}

/**
 * Times of steps [from, to) after a start.
 *
 * @param start - milliseconds since 1970 UTC
 * @param from - the first step
 * @param to - one past the last step
 * @param frequency - whose steps they are
 * @param zone - IANA name; default `UTC`
 * @returns milliseconds since 1970 UTC
 * @throws {GatecastError} `ERR_RANGE` for a zone that is unknown
 * @example
 * stepTimes(Date.UTC(2024, 0, 1), 0, 3, parseFrequency('d')) // 1, 2 and 3 January
 */
export function stepTimes(start: number, from: number, to: number, frequency: Frequency, zone = 'UTC'): Float64Array {
  const times = new Float64Array(Math.max(0, to - from))
  const step = fixedStep(frequency, zone)
  for (let k = 0; k < times.length; k++)
    times[k] = step ? start + (from + k) * step : addSteps(start, from + k, frequency, zone)
  return times
}

function addCalendar(time: number, units: number, { unit, anchor }: Frequency, zone: Zone): number {
  const local = zone.toLocal(time)
  const dayNumber = Math.floor(local / DAY)
  const clock = local - dayNumber * DAY
  const months = monthsOf[unit]
  const moved = months
    ? addMonths(dayNumber, units * months, anchor?.edge === 'end' || (!anchor && unit !== 'year'))
    : unit === 'businessDay'
      ? dayOfBusiness(businessDays(dayNumber) + units)
      : dayNumber + units * (unit === 'week' ? 7 : 1)
  return zone.toInstant(moved * DAY + clock)
}

/** A day that the month has not becomes its last one; so does the last day of a month, if `keepsEnd`. */
function addMonths(dayNumber: number, count: number, keepsEnd: boolean): number {
  const { year, month, day } = dateOf(dayNumber)
  const index = year * 12 + month - 1 + count
  const newYear = Math.floor(index / 12)
  const newMonth = modulo(index, 12) + 1
  const last = daysInMonth(newYear, newMonth)
  const isEnd = keepsEnd && day === daysInMonth(year, month)
  return dayNumberOf(newYear, newMonth, isEnd ? last : Math.min(day, last))
}

/** Business days since Monday 1969-12-29; Saturday and Sunday count as the Friday before. */
const businessDays = (dayNumber: number): number =>
  Math.floor((dayNumber + 3) / 7) * 5 + Math.min(weekdayOf(dayNumber), 5) - 1

const dayOfBusiness = (count: number): number => Math.floor(count / 5) * 7 + modulo(count, 5) - 3

/** Whole units since 1970 on the wall clock. */
function unitsAt(time: number, unit: Unit, zone: Zone): number {
  const dayNumber = Math.floor(zone.toLocal(time) / DAY)
  if (unit === 'businessDay') return businessDays(dayNumber)
  if (unit === 'day') return dayNumber
  if (unit === 'week') return Math.floor(dayNumber / 7)
  const { year, month } = dateOf(dayNumber)
  return Math.floor((year * 12 + month - 1) / (monthsOf[unit] ?? 1))
}
