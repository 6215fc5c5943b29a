import { DAY, dateOf, dayNumberOf, daysInMonth, modulo, weekdayOf } from './civil.ts'
import type { Frequency, Unit } from './frequency.ts'
import { fixedUnits, isClockUnit, monthUnits } from './units.ts'
import { type Zone, zoneOf } from './zone.ts'

const monthsIn = (unit: Unit): number | undefined => (monthUnits as Partial<Record<Unit, number>>)[unit]

/** The length of a step in milliseconds if all steps in the time zone have the same length, else 0. */
export function fixedStep({ unit, multiple }: Frequency, zone: string): number {
  if (unit === 'step') return multiple
  if (isClockUnit(unit)) return fixedUnits[unit] * multiple
  if (unit === 'businessDay' || monthsIn(unit) || !zoneOf(zone).fixed) return 0
  return multiple * (unit === 'week' ? 7 : 1) * DAY
}

/**
 * The time `n` steps after a time. Steps of a day and longer are counted on the clock of the time zone, so that a daily
 * series stays at midnight when the clock changes. Steps of seconds, minutes and hours are counted in elapsed time.
 *
 * @param time - milliseconds since 1970 UTC; for an anchored frequency, a time on its grid
 * @param n - number of steps; negative for earlier times
 * @param frequency - the frequency of the steps
 * @param zone - IANA name; default `UTC`
 * @returns milliseconds since 1970 UTC
 * @throws {GatecastError} `ERR_RANGE` for an unknown time zone
 * @example
 * addSteps(Date.UTC(2024, 0, 31), 1, parseFrequency('ME')) // 29 February 2024, in milliseconds
 */
export function addSteps(time: number, n: number, frequency: Frequency, zone = 'UTC'): number {
  const step = fixedStep(frequency, zone)
  if (step) return time + n * step
  if (n === 0) return time
  return addCalendarUnits(time, n * frequency.multiple, frequency, zoneOf(zone))
}

/**
 * The number of whole steps from one time to another.
 *
 * @param from - milliseconds since 1970 UTC
 * @param to - milliseconds since 1970 UTC
 * @param frequency - the frequency of the steps
 * @param zone - IANA name; default `UTC`
 * @returns the largest whole number of steps after which the time is not later than `to`; negative if `to` is earlier
 * than `from`
 * @throws {GatecastError} `ERR_RANGE` for an unknown time zone
 * @example
 * stepsBetween(Date.UTC(2024, 0, 1), Date.UTC(2025, 0, 1), parseFrequency('MS')) // 12
 */
export function stepsBetween(from: number, to: number, frequency: Frequency, zone = 'UTC'): number {
  const step = fixedStep(frequency, zone)
  if (step) return Math.floor((to - from) / step)
  if (!Number.isFinite(to - from)) return Number.NaN
  const clock = zoneOf(zone)
  const units = unitsAt(to, frequency.unit, clock) - unitsAt(from, frequency.unit, clock)
  // The count of units ignores the time of day and the day of the month, so it can be one step too many or too few.
  let steps = Math.floor(units / frequency.multiple) + 1
  while (addSteps(from, steps, frequency, zone) > to) steps--
  return steps
}

/**
 * The times of steps [from, to), where step 0 is the start.
 *
 * @param start - milliseconds since 1970 UTC
 * @param from - the first step
 * @param to - one past the last step
 * @param frequency - the frequency of the steps
 * @param zone - IANA name; default `UTC`
 * @returns milliseconds since 1970 UTC
 * @throws {GatecastError} `ERR_RANGE` for an unknown time zone
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

function addCalendarUnits(time: number, units: number, { unit, anchor }: Frequency, zone: Zone): number {
  const local = zone.toLocal(time)
  const dayNumber = Math.floor(local / DAY)
  const clock = local - dayNumber * DAY
  const months = monthsIn(unit)
  const moved = months
    ? addMonths(dayNumber, units * months, anchor?.edge === 'end' || (!anchor && unit !== 'year'))
    : unit === 'businessDay'
      ? dayNumberOfBusinessDay(businessDayOf(dayNumber) + units)
      : dayNumber + units * (unit === 'week' ? 7 : 1)
  return zone.toInstant(moved * DAY + clock)
}

/**
 * The same day of another month, or the last day if that month is shorter.
 *
 * @param keepsEnd - the last day of a month becomes the last day of the other
 */
function addMonths(dayNumber: number, count: number, keepsEnd: boolean): number {
  const { year, month, day } = dateOf(dayNumber)
  const index = year * 12 + month - 1 + count
  const newYear = Math.floor(index / 12)
  const newMonth = modulo(index, 12) + 1
  const last = daysInMonth(newYear, newMonth)
  const isEnd = keepsEnd && day === daysInMonth(year, month)
  return dayNumberOf(newYear, newMonth, isEnd ? last : Math.min(day, last))
}

/** The number of business days since Monday 1969-12-29; Saturday and Sunday count as the Friday before. */
const businessDayOf = (dayNumber: number): number =>
  Math.floor((dayNumber + 3) / 7) * 5 + Math.min(weekdayOf(dayNumber), 5) - 1

const dayNumberOfBusinessDay = (count: number): number => Math.floor(count / 5) * 7 + modulo(count, 5) - 3

/** The number of whole units on the wall clock, from an origin that is the same for all times. */
function unitsAt(time: number, unit: Unit, zone: Zone): number {
  const dayNumber = Math.floor(zone.toLocal(time) / DAY)
  if (unit === 'businessDay') return businessDayOf(dayNumber)
  if (unit === 'day') return dayNumber
  if (unit === 'week') return Math.floor(dayNumber / 7)
  const { year, month } = dateOf(dayNumber)
  return Math.floor((year * 12 + month - 1) / (monthsIn(unit) ?? 1))
}
