import { DAY, dayNumberOf, daysInMonth, weekdayOf } from '../civil.ts'
import type { Zone } from '../zone.ts'
import type { TimeFormat } from './time_format.ts'

const iso =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]+(\d{1,2})(?::(\d{2}))?(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(z|[+-]\d{2}(?::?\d{2})?)?$/i
const slashedOrDotted =
  /^(\d{1,2})([/.])(\d{1,2})\2(\d{2}|\d{4})(?:,?[T ]+(\d{1,2})(?::(\d{2}))?(?::(\d{2})(?:\.(\d{1,9}))?)?\s*([ap]m)?)?$/i
const yearMonth = /^(\d{4})[-/ ]?m?(\d{2})$/i
const quarters = [/^(\d{4})[- ]?q([1-4])$/i, /^q([1-4])[- ](\d{4})$/i] as const
const week = /^(\d{4})[- ]?w(\d{1,2})(?:-([1-7]))?$/i
const named = [/^(\d{4})[- ]([a-z]{3})[a-z]*$/i, /^([a-z]{3})[a-z]*[- ](\d{4})$/i] as const
const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Reads one time from a text, in milliseconds since 1970 UTC; NaN if it cannot be read. */
export function parseTimeText(value: unknown, format: TimeFormat, zone: Zone): number {
  if (typeof value !== 'string') return Number.NaN
  const text = value.trim()
  const match = iso.exec(text)
  if (match) {
    const local = wallTime(+match[1], +match[2], +match[3], +(match[4] ?? 0), match[5], match[6], match[7])
    return match[8] ? local - offsetOf(match[8]) : zone.toInstant(local)
  }
  return zone.toInstant(readSlashedOrDotted(text, format) ?? readPeriod(text))
}

/** Parses a date like `3/31/24` or `31.3.2024`, with or without a time of day; `undefined` for another form. */
function readSlashedOrDotted(text: string, format: TimeFormat): number | undefined {
  const match = slashedOrDotted.exec(text)
  if (!match) return undefined
  const [, first, separator, second, digits, hour = '0', minute, seconds, fraction, half] = match
  const year = digits.length === 4 ? +digits : +digits + (+digits < 69 ? 2000 : 1900)
  // Countries that write dates with dots write the day first.
  const dayFirst = separator === '.' || format === 'D/M/Y'
  const [month, day] = dayFirst ? [+second, +first] : [+first, +second]
  const hours = half ? (+hour > 12 ? Number.NaN : (+hour % 12) + (/p/i.test(half) ? 12 : 0)) : +hour
  return wallTime(year, month, day, hours, minute, seconds, fraction)
}

/** The first day of a month, quarter or ISO week; NaN for any other text. */
function readPeriod(text: string): number {
  const month = yearMonth.exec(text)
  if (month) return wallTime(+month[1], +month[2], 1)
  const quarter = quarters[0].exec(text)
  if (quarter) return wallTime(+quarter[1], +quarter[2] * 3 - 2, 1)
  const quarterFirst = quarters[1].exec(text)
  if (quarterFirst) return wallTime(+quarterFirst[2], +quarterFirst[1] * 3 - 2, 1)
  const weeks = week.exec(text)
  if (weeks) return isoWeekDay(+weeks[1], +weeks[2], +(weeks[3] ?? 1))
  const yearFirst = named[0].exec(text)
  if (yearFirst) return wallTime(+yearFirst[1], monthNames.indexOf(yearFirst[2].toLowerCase()) + 1, 1)
  const monthFirst = named[1].exec(text)
  if (monthFirst) return wallTime(+monthFirst[2], monthNames.indexOf(monthFirst[1].toLowerCase()) + 1, 1)
  return Number.NaN
}

/** A day of an ISO week. Week 1 has the first Thursday of the year, which is the week of 4 January. */
function isoWeekDay(year: number, number: number, weekday: number): number {
  const fourth = dayNumberOf(year, 1, 4)
  const monday = fourth - weekdayOf(fourth) + 1
  return number >= 1 && number <= 53 ? (monday + (number - 1) * 7 + weekday - 1) * DAY : Number.NaN
}

/** A wall-clock time in milliseconds as if in UTC; NaN for a date or a time of day that does not exist. */
function wallTime(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = '0',
  second = '0',
  fraction = '0',
): number {
  const valid =
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysInMonth(year, month) &&
    hour <= 23 &&
    +minute < 60 &&
    +second < 60
  if (!valid) return Number.NaN
  const milliseconds = Math.floor(+`0.${fraction}` * 1000 + 1e-6)
  return dayNumberOf(year, month, day) * DAY + ((hour * 60 + +minute) * 60 + +second) * 1000 + milliseconds
}

function offsetOf(text: string): number {
  if (/z/i.test(text)) return 0
  const minutes = +text.slice(1, 3) * 60 + +(text.slice(3).replace(':', '') || 0)
  return (text[0] === '-' ? -minutes : minutes) * 60_000
}
