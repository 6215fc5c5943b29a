import { DAY, dateOf, dayNumberOf, daysInMonth, modulo, weekdayOf } from './civil.ts'
import type { Frequency } from './frequency.ts'
import { fixedUnits, monthUnits } from './units.ts'
import type { Zone } from './zone.ts'

/**
 * The time that stands for the unit in which a time lies: the start of the unit, or the midnight of its last day if the
 * frequency is anchored at the end. Multiples of seconds, minutes and hours are counted from midnight. For longer units
 * the multiple is ignored, as there is no natural first unit to count from. Weeks without an anchor start on Monday.
 * Saturday and Sunday belong to Friday's business day.
 */
export function bucketOf(time: number, { unit, multiple, anchor }: Frequency, zone: Zone): number {
  const local = zone.toLocal(time)
  const dayNumber = Math.floor(local / DAY)
  switch (unit) {
    case 'step':
      return Math.floor(time / multiple) * multiple
    case 'second':
    case 'minute':
    case 'hour': {
      const midnight = zone.toInstant(dayNumber * DAY)
      const step = fixedUnits[unit] * multiple
      return midnight + Math.floor((time - midnight) / step) * step
    }
    case 'day':
      return zone.toInstant(dayNumber * DAY)
    case 'businessDay':
      return zone.toInstant((dayNumber - Math.max(0, weekdayOf(dayNumber) - 5)) * DAY)
    case 'week': {
      const end = anchor?.weekday ?? 7
      const last = dayNumber + modulo(end - weekdayOf(dayNumber), 7)
      return zone.toInstant((anchor ? last : last - 6) * DAY)
    }
    default: {
      const { year, month } = dateOf(dayNumber)
      const months = monthUnits[unit]
      const index = year * 12 + month - 1
      const first = index - modulo(index - ((anchor?.month ?? 1) - 1), months)
      return zone.toInstant(dayInMonths(first, months, anchor?.edge === 'end') * DAY)
    }
  }
}

/**
 * Returns whether a row of a frequency may lie at a time: whether the anchor allows its weekday, or its month and day.
 */
export function isOnGrid(time: number, { unit, anchor }: Frequency, zone: Zone): boolean {
  if (!anchor && unit !== 'businessDay') return true
  const local = zone.toLocal(time)
  const dayNumber = Math.floor(local / DAY)
  if (unit === 'businessDay') return weekdayOf(dayNumber) <= 5
  if (unit === 'week') return weekdayOf(dayNumber) === anchor?.weekday
  const { year, month, day } = dateOf(dayNumber)
  const isEnd = anchor?.edge === 'end'
  if (day !== (isEnd ? daysInMonth(year, month) : 1)) return false
  if (unit === 'month') return true
  const firstMonth = (anchor?.month ?? 1) - 1
  return modulo(month - 1 + (isEnd ? 1 : 0) - firstMonth, monthUnits[unit as 'quarter' | 'year']) === 0
}

/** The first or the last day of some months from a month on, which is counted from year 0. */
function dayInMonths(index: number, months: number, end: boolean): number {
  const at = end ? index + months - 1 : index
  const year = Math.floor(at / 12)
  const month = modulo(at, 12) + 1
  return dayNumberOf(year, month, end ? daysInMonth(year, month) : 1)
}
