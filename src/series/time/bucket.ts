import { DAY, dateOf, dayNumberOf, daysInMonth, modulo, weekdayOf } from './civil.ts'
import type { Frequency } from './frequency.ts'
import { fixedUnits, isClockUnit, monthUnits } from './units.ts'
import { dayOfOpenIndex, openDayIndex, openWeekdays } from './work_calendar/open_days.ts'
import { isOpenAt, lastOpenRow, type OpenFrequency } from './work_calendar/open_steps.ts'
import type { Zone } from './zone.ts'

/**
 * The time that stands for the unit in which a time lies: the start of the unit, or the midnight of its last day if the
 * frequency is anchored at the end. Multiples of seconds, minutes and hours are counted from midnight. For longer units
 * the multiple is ignored, as there is no natural first unit to count from. Weeks without an anchor start on Monday.
 * Saturday and Sunday belong to Friday's business day: closed time belongs to the open step before it. Steps of an index
 * are counted from 0.
 */
export function bucketOf(time: number, frequency: Frequency, zone: Zone): number {
  const { unit, multiple, anchor, calendar } = frequency
  const local = zone.toLocal(time)
  const dayNumber = Math.floor(local / DAY)
  switch (unit) {
    case 'step':
      return Math.floor(time / multiple) * multiple
    case 'millisecond':
    case 'second':
    case 'minute':
    case 'hour': {
      if (calendar) return lastOpenRow(time, frequency as OpenFrequency, zone)
      const midnight = zone.toInstant(dayNumber * DAY)
      const step = fixedUnits[unit] * multiple
      return midnight + Math.floor((time - midnight) / step) * step
    }
    case 'day':
    case 'businessDay': {
      const open = openWeekdays(frequency)
      return zone.toInstant((open ? dayOfOpenIndex(openDayIndex(dayNumber, open), open) : dayNumber) * DAY)
    }
    case 'week': {
      const end = anchor?.weekday ?? 7
      const last = dayNumber + modulo(end - weekdayOf(dayNumber), 7)
      return zone.toInstant((anchor ? last : last - 6) * DAY)
    }
    default: {
      const { year, month, day } = dateOf(dayNumber)
      const months = monthUnits[unit]
      const start = anchor?.edge === 'day' ? Math.min(anchor.day as number, daysInMonth(year, month)) : 1
      const index = year * 12 + month - 1 - (day < start ? 1 : 0)
      const first = index - modulo(index - ((anchor?.month ?? 1) - 1), months)
      return zone.toInstant(dayInMonths(first, months, anchor) * DAY)
    }
  }
}

/**
 * Returns whether a row of a frequency may lie at a time: whether the calendar is open, and whether the anchor allows
 * the weekday, or the month and day. A number of an index is whole.
 */
export function isOnGrid(time: number, frequency: Frequency, zone: Zone): boolean {
  const { unit, anchor, calendar } = frequency
  if (unit === 'step') return Number.isSafeInteger(time)
  if (calendar && isClockUnit(unit)) return isOpenAt(time, calendar, zone)
  const open = openWeekdays(frequency)
  if (!anchor && !open) return true
  const dayNumber = Math.floor(zone.toLocal(time) / DAY)
  if (open) return open.includes(weekdayOf(dayNumber))
  if (unit === 'week') return weekdayOf(dayNumber) === anchor?.weekday
  const { year, month, day } = dateOf(dayNumber)
  const last = daysInMonth(year, month)
  if (anchor?.edge === 'day') return day === Math.min(anchor.day as number, last)
  const isEnd = anchor?.edge === 'end'
  if (day !== (isEnd ? last : 1)) return false
  if (unit === 'month') return true
  const firstMonth = (anchor?.month ?? 1) - 1
  return modulo(month - 1 + (isEnd ? 1 : 0) - firstMonth, monthUnits[unit as 'quarter' | 'year']) === 0
}

/** The day that stands for some months from a month on, which is counted from year 0. */
function dayInMonths(index: number, months: number, anchor: Frequency['anchor']): number {
  const at = anchor?.edge === 'end' ? index + months - 1 : index
  const year = Math.floor(at / 12)
  const month = modulo(at, 12) + 1
  const last = daysInMonth(year, month)
  return dayNumberOf(year, month, anchor?.edge === 'end' ? last : Math.min(anchor?.day ?? 1, last))
}
