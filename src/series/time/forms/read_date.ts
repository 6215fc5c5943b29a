// Reads the date in a text whose time of day is cut off.

import { DAY, isoWeekStart, weekdayOf } from '../civil.ts'
import { dayOf, fullYear, wallTimeOf } from './digits.ts'

/** The readings of a date: milliseconds as if in UTC by the name of the form. */
export interface DateReading {
  /** The form; `''` for a form that shares its cells with no other. */
  readonly form: string
  readonly wall: number
  /** Whether the text names a month, quarter or week, which has no time of day. */
  readonly isPeriod?: boolean
}

const plain = (wall: number, isPeriod = false): DateReading[] =>
  Number.isNaN(wall) ? [] : [{ form: '', wall, isPeriod }]

const valid = (readings: DateReading[]): DateReading[] => readings.filter(({ wall }) => !Number.isNaN(wall))

const numbers = /^(\d{1,4})([-/. ])(\d{1,4})(?:\2(\d{1,4}))?$/

/** The readings of a date; none if no form reads it. */
export function readDate(text: string): DateReading[] {
  const match = numbers.exec(text)
  if (match)
    return match[4] === undefined
      ? readPair(match[1], match[2], match[3])
      : readTriple(match[1], match[2], match[3], match[4])
  if (/[a-z]/i.test(text)) return readWords(text)
  const long = /^([+-]\d{6})-(\d{2})-(\d{2})$/.exec(text)
  return long ? plain(dayOf(+long[1], +long[2], +long[3]) * DAY) : []
}

/** Two numbers: year and month, month and year, or year and day of the year. */
function readPair(first: string, separator: string, second: string): DateReading[] {
  if (first.length === 4 && second.length === 3 && separator === '-')
    return plain(wallTimeOf(+first, { dayOfYear: +second }))
  if (first.length === 4 && second.length <= 2) return plain(dayOf(+first, +second, 1) * DAY, true)
  return first.length <= 2 && second.length === 4 ? plain(dayOf(+second, +first, 1) * DAY, true) : []
}

function readTriple(first: string, separator: string, second: string, third: string): DateReading[] {
  if (second.length > 2 || (first.length !== 4 && first.length > 2)) return []
  if (first.length === 4) return third.length > 2 ? [] : plain(dayOf(+first, +second, +third) * DAY)
  if (third.length !== 4 && third.length !== 2) return []
  const year = yearOf(third)
  const dayFirst = dayOf(year, +second, +first) * DAY
  // Countries that write dates with dots write the day before the month.
  if (separator === '.' && third.length === 4) return plain(dayFirst)
  const readings = [{ form: 'D/M/Y', wall: dayFirst }]
  if (separator !== '.') readings.push({ form: 'M/D/Y', wall: dayOf(year, +first, +second) * DAY })
  if (first.length + second.length + third.length === 6)
    readings.push({ form: 'Y/M/D', wall: dayOf(yearOf(first), +second, +third) * DAY })
  return valid(readings)
}

const yearOf = (text: string): number => (text.length === 2 ? fullYear(+text) : +text)

const monthNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
const weekdayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

const nameIn = (names: readonly string[], word: string): number =>
  word.length < 3
    ? 0
    : names.findIndex((name) => name.startsWith(word) || (word === 'sept' && name === 'september')) + 1

/** The number of a month from its English name, or the first three letters or more of it; 0 for another word. */
export const monthOf = (word: string): number => nameIn(monthNames, word.toLowerCase())

/** A date with words: the name of a month, or the letters of quarters, weeks and months. */
function readWords(text: string): DateReading[] {
  if (!/^[a-z\d][a-z\d\s.,/:'_-]*$/i.test(text)) return []
  const words = text.toLowerCase().match(/\d+|[a-z]+/g) as string[]
  const weekday = words.length > 3 ? nameIn(weekdayNames, words[0]) : 0
  const parts = (weekday ? words.slice(1) : words).filter(
    (word, at, all) => !(/^(st|nd|rd|th)$/.test(word) && /^\d+$/.test(all[at - 1] ?? '')),
  )
  const readings = readParts(parts, text)
  return weekday ? readings.filter(({ wall }) => weekdayOf(wall / DAY) === weekday) : readings
}

const isYear = (text: string) => text.length === 4 || text.length === 2

function readParts(parts: readonly string[], text: string): DateReading[] {
  const shape = parts
    .map((part) =>
      /\d/.test(part) ? (part.length === 4 ? 'Y' : part.length <= 2 ? 'n' : '3') : monthOf(part) ? 'M' : part,
    )
    .join(' ')
  const [a, b, c, d] = parts
  switch (shape) {
    case 'Y M n':
      return plain(dayOf(+a, monthOf(b), +c) * DAY)
    case 'n M Y':
      return plain(dayOf(+c, monthOf(b), +a) * DAY)
    case 'M n Y':
    case 'M n n':
      return isYear(c) ? plain(dayOf(yearOf(c), monthOf(a), +b) * DAY) : []
    case 'n M n':
      return readShortYears(a, monthOf(b), c)
    case 'Y M':
      return plain(dayOf(+a, monthOf(b), 1) * DAY, true)
    case 'M Y':
      return plain(dayOf(+b, monthOf(a), 1) * DAY, true)
    case 'M n':
      return b.length === 2 ? readMonthOrDay(monthOf(a), b, text) : []
    case 'Y m n':
      return plain(dayOf(+a, +c, 1) * DAY, true)
    case 'Y q n':
    case 'n q n':
      return readQuarter(a, c)
    case 'q n Y':
    case 'q n n':
      return readQuarter(c, b)
    case 'n q Y':
      return readQuarter(c, a)
    case 'Y w n':
    case 'Y w n n':
    case 'Y w 3':
      return readWeek(+a, c.slice(0, 2), d ?? c.slice(2))
    case 'w n Y':
      return readWeek(+c, b, '')
    default:
      return []
  }
}

/** `01-Jan-24`: the year stands at the end, or at the front. */
function readShortYears(first: string, month: number, last: string): DateReading[] {
  if (last.length !== 2) return []
  const readings = [{ form: 'D/M/Y', wall: dayOf(yearOf(last), month, +first) * DAY }]
  if (first.length === 2) readings.push({ form: 'Y/M/D', wall: dayOf(yearOf(first), month, +last) * DAY })
  return valid(readings)
}

/** The reading of `Jan-24` as a day. It has no year: it stands here so that a column of such days is not read as months. */
export const dayWithoutYear = 'a day without a year'

/** `Jan 24` is more often a day than `Jan-24`. */
export const spacedDay = 'a day after a space'

function readMonthOrDay(month: number, digits: string, text: string): DateReading[] {
  const wall = dayOf(yearOf(digits), month, 1) * DAY
  // An apostrophe stands for the digits of a year that are left out.
  if (text.includes("'")) return plain(wall, true)
  const spaced = /\s/.test(text)
  const day = { form: spaced ? spacedDay : dayWithoutYear, wall: dayOf(2000, month, +digits) * DAY }
  return valid([{ form: 'MMM-YY', wall, isPeriod: true }, day])
}

const quarterStart = (year: string, quarter: string): number =>
  isYear(year) && quarter.length === 1 ? wallTimeOf(yearOf(year), { quarter: +quarter }) : Number.NaN

/** `1Q24` and `24Q1` differ in which number has one digit. */
const readQuarter = (one: string, other: string): DateReading[] =>
  plain(one.length > 1 ? quarterStart(one, other) : quarterStart(other, one), true)

function readWeek(year: number, week: string, weekday: string): DateReading[] {
  const day = weekday === '' ? 1 : +weekday
  if (day < 1 || day > 7) return []
  const wall = (isoWeekStart(year, +week) + day - 1) * DAY
  return plain(wall, weekday === '')
}
