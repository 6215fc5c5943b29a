import { checkWhole } from '../../base/check.ts'
import { checkTime } from './check_time.ts'
import { type CivilDate, DAY, dateOf, dayNumberOf, daysInMonth, modulo } from './civil.ts'
import { type Frequency, frequencyOf } from './frequency.ts'
import { fixedUnits, isClockUnit, isMonthUnit, monthUnits } from './units.ts'
import { dayOfOpenIndex, openDayIndex, openWeekdays } from './work_calendar/open_days.ts'
import { addOpenSteps, type OpenFrequency, openStepsBetween } from './work_calendar/open_steps.ts'
import { type Zone, zoneOf } from './zone.ts'

/** The most times of one call: the array of them takes 1 GB. */
const mostTimes = 2 ** 27

/** The length of a step in milliseconds, or in numbers of an index, if all steps have the same length, else 0. */
export function fixedStep(frequency: Frequency, zone: string): number {
  const { unit, multiple, calendar } = frequency
  if (unit === 'step') return multiple
  if (isClockUnit(unit)) return calendar ? 0 : fixedUnits[unit] * multiple
  if (openWeekdays(frequency) || isMonthUnit(unit) || !zoneOf(zone).fixed) return 0
  return multiple * (unit === 'week' ? 7 : 1) * DAY
}

const isOpenFrequency = (frequency: Frequency): frequency is OpenFrequency =>
  frequency.calendar !== undefined && isClockUnit(frequency.unit)

/**
 * The time `n` steps after a time. Steps of a day and longer are counted on the clock of the time zone, so that a daily
 * series stays at midnight when the clock changes. On a day without a midnight, the first instant stands for it. Steps
 * of hours, minutes, seconds and milliseconds are counted in elapsed time. Within a calendar, open time alone counts.
 *
 * @param time - milliseconds since 1970 UTC, or a number of an index; for a frequency with an anchor or a calendar, a
 * time on its grid
 * @param n - number of steps; negative for earlier times
 * @param frequency - the frequency of the steps, or its text
 * @param zone - IANA name; default `UTC`
 * @returns milliseconds since 1970 UTC
 * @throws {GatecastError} `ERR_TYPE` for a time that is no number, `ERR_RANGE` for an unknown frequency or time zone
 * @example
 * addSteps(Date.UTC(2024, 0, 31), 1, 'ME') // 29 February 2024, in milliseconds
 */
export function addSteps(time: number, n: number, frequency: Frequency | string, zone = 'UTC'): number {
  checkTime('time', time)
  checkWhole('the number of steps', n, Number.MIN_SAFE_INTEGER)
  return stepsAfter(time, n, frequencyOf(frequency), zone)
}

function stepsAfter(time: number, n: number, frequency: Frequency, zone: string): number {
  const step = fixedStep(frequency, zone)
  if (step) return time + n * step
  if (n === 0) return time
  if (isOpenFrequency(frequency)) return addOpenSteps(time, n, frequency, zoneOf(zone))
  return addCalendarUnits(time, n * frequency.multiple, frequency, zoneOf(zone))
}

/**
 * The number of whole steps from one time to another.
 *
 * @param from - milliseconds since 1970 UTC
 * @param to - milliseconds since 1970 UTC
 * @param frequency - the frequency of the steps, or its text
 * @param zone - IANA name; default `UTC`
 * @returns the largest whole number of steps after which the time is not later than `to`; negative if `to` is earlier
 * than `from`
 * @throws {GatecastError} `ERR_TYPE` for a time that is no number, `ERR_RANGE` for an unknown frequency or time zone
 * @example
 * stepsBetween(Date.UTC(2024, 0, 1), Date.UTC(2025, 0, 1), 'MS') // 12
 */
export function stepsBetween(from: number, to: number, frequency: Frequency | string, zone = 'UTC'): number {
  checkTime('from', from)
  checkTime('to', to)
  return wholeSteps(from, to, frequencyOf(frequency), zone)
}

function wholeSteps(from: number, to: number, frequency: Frequency, zone: string): number {
  const step = fixedStep(frequency, zone)
  if (step) return Math.floor((to - from) / step)
  if (!Number.isFinite(to - from)) return Number.NaN
  const clock = zoneOf(zone)
  if (isOpenFrequency(frequency)) return openStepsBetween(from, to, frequency, clock)
  const units = unitsAt(to, frequency, clock) - unitsAt(from, frequency, clock)
  // The count of units ignores the time of day and the day of the month, so it can be one step too many or too few.
  let steps = Math.floor(units / frequency.multiple) + 1
  while (stepsAfter(from, steps, frequency, zone) > to) steps--
  return steps
}

/**
 * The times of steps [from, to), where step 0 is the start.
 *
 * @param start - milliseconds since 1970 UTC
 * @param from - the first step
 * @param to - one past the last step
 * @param frequency - the frequency of the steps, or its text
 * @param zone - IANA name; default `UTC`
 * @returns milliseconds since 1970 UTC
 * @throws {GatecastError} `ERR_TYPE` for a time that is no number, `ERR_RANGE` for an unknown frequency or time zone
 * @example
 * stepTimes(Date.UTC(2024, 0, 1), 0, 3, 'd') // 1, 2 and 3 January
 */
export function stepTimes(
  start: number,
  from: number,
  to: number,
  frequency: Frequency | string,
  zone = 'UTC',
): Float64Array {
  checkTime('start', start)
  for (const [name, step] of Object.entries({ from, to })) checkWhole(name, step, Number.MIN_SAFE_INTEGER)
  checkWhole('the number of steps', Math.max(0, to - from), 0, mostTimes)
  const steps = frequencyOf(frequency)
  const times = new Float64Array(Math.max(0, to - from))
  const step = fixedStep(steps, zone)
  for (let k = 0; k < times.length; k++)
    times[k] = step ? start + (from + k) * step : stepsAfter(start, from + k, steps, zone)
  return times
}

function addCalendarUnits(time: number, units: number, frequency: Frequency, zone: Zone): number {
  const { unit } = frequency
  const local = zone.toLocal(time)
  const dayNumber = Math.floor(local / DAY)
  // The first instant of a day without a midnight stands for its midnight.
  const clock = zone.toInstant(dayNumber * DAY) === time ? 0 : local - dayNumber * DAY
  const open = openWeekdays(frequency)
  if (unit === 'day' && !open) return addDays(time, { dayNumber, clock, units }, zone)
  const moved = isMonthUnit(unit)
    ? addMonths(dayNumber, units * monthUnits[unit], frequency)
    : open
      ? dayOfOpenIndex(openDayIndex(dayNumber, open) + units, open)
      : dayNumber + units * (unit === 'week' ? 7 : 1)
  return zone.toInstant(moved * DAY + clock)
}

/**
 * The time some days later. A zone that moves over the date line skips a day or has one twice: days are counted as they
 * pass, so Samoa's 29 December 2011 is followed by the 31st.
 */
function addDays(time: number, from: { dayNumber: number; clock: number; units: number }, zone: Zone): number {
  const { dayNumber, clock, units } = from
  const offset = zone.toLocal(time) - time
  let moved = dayNumber + units
  const found = zone.toInstant(moved * DAY + clock)
  const local = zone.toLocal(found)
  const skipped = Math.round((local - found - offset) / DAY)
  if (skipped) moved += skipped
  // A time within the skipped day gives the day after it.
  else if (units < 0 && Math.floor(local / DAY) > moved && zone.toInstant(moved * DAY + DAY - 1) - found >= DAY / 2)
    moved--
  else return found
  return zone.toInstant(moved * DAY + clock)
}

/** The day of another month that {@link dayInMonth} gives. */
function addMonths(dayNumber: number, count: number, frequency: Frequency): number {
  const first = dateOf(dayNumber)
  const index = first.year * 12 + first.month - 1 + count
  const year = Math.floor(index / 12)
  const month = modulo(index, 12) + 1
  return dayNumberOf(year, month, dayInMonth(year, month, first, frequency))
}

/**
 * The day on which a row of a frequency in months lies in a month: the day of the anchor, or of the first row. It is
 * the last day if the month is shorter. Without an anchor, a first row on the last day of a month keeps to last days.
 */
export function dayInMonth(year: number, month: number, first: CivilDate, { unit, anchor }: Frequency): number {
  const last = daysInMonth(year, month)
  if (anchor?.edge === 'day') return Math.min(anchor.day as number, last)
  const keepsEnd = anchor?.edge === 'end' || (!anchor && unit !== 'year')
  const isEnd = keepsEnd && first.day === daysInMonth(first.year, first.month)
  return isEnd ? last : Math.min(first.day, last)
}

/** The number of whole units on the wall clock, from an origin that is the same for all times. */
function unitsAt(time: number, frequency: Frequency, zone: Zone): number {
  const { unit } = frequency
  const dayNumber = Math.floor(zone.toLocal(time) / DAY)
  const open = openWeekdays(frequency)
  if (open) return openDayIndex(dayNumber, open)
  if (unit === 'day') return dayNumber
  if (unit === 'week') return Math.floor(dayNumber / 7)
  const { year, month } = dateOf(dayNumber)
  return Math.floor((year * 12 + month - 1) / (isMonthUnit(unit) ? monthUnits[unit] : 1))
}
