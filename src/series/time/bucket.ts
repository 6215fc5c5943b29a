import { DAY, dateOf, dayNumberOf, daysInMonth, modulo, weekdayOf } from './civil.ts'
import type { Frequency } from './frequency.ts'
import type { Zone } from './zone.ts'

const lengthOf = { second: 1000, minute: 60_000, hour: 3_600_000 } as const
const monthsOf = { month: 1, quarter: 3, year: 12 } as const

/**
 * The time that stands for the unit around a time: its first moment, or midnight of its last day for frequencies that
 * are anchored at the end. Multiples of seconds to hours count from midnight; multiples of longer units are left to
 * the caller, as they have no natural first one. Weeks without an anchor begin on Monday, Saturday and Sunday belong
 * to Friday's business day.
 */
export function bucketOf(time: number, { unit, multiple, anchor }: Frequency, zone: Zone): number {
  const local = zone.toLocal(time)
  const dayNumber = Math.floor(local / DAY)
  switch (unit) {
    case 'second':
    case 'minute':
    case 'hour': {
      const midnight = zone.toInstant(dayNumber * DAY)
      const step = lengthOf[unit] * multiple
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
      const months = monthsOf[unit]
      const index = year * 12 + month - 1
      const first = index - modulo(index - ((anchor?.month ?? 1) - 1), months)
      return zone.toInstant(dayOfMonthIndex(first, months, anchor?.edge === 'end') * DAY)
    }
  }
}

/** Tells whether rows of a frequency may lie at a time: its weekday, day of the month, midnight. */
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
  const begins = (anchor?.month ?? 1) - 1
  return modulo(month - 1 + (isEnd ? 1 : 0) - begins, monthsOf[unit as 'quarter' | 'year']) === 0
}

function dayOfMonthIndex(index: number, months: number, end: boolean): number {
  const at = end ? index + months - 1 : index
  const year = Math.floor(at / 12)
  const month = modulo(at, 12) + 1
  return dayNumberOf(year, month, end ? daysInMonth(year, month) : 1)
}
