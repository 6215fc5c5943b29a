// Dates written as digits without separators. The letters of the name say what each digit is.

import { DAY, dayNumberOf, daysInMonth, isLeapYear, isoWeekStart } from '../civil.ts'
import type { NumberColumn, NumberForm } from './form.ts'

interface DigitFacts {
  examples: NumberForm['examples']
  refuses: NumberForm['refuses']
  rivals?: readonly string[]
  yieldsTo?: readonly string[]
  advice?: string
}

/** A form whose name has one letter for each digit, for example `YYYYMMDD`. */
function digits(name: string, matches: string, { rivals = [], ...facts }: DigitFacts): NumberForm {
  const fields = name.match(/(.)\1*/g) as string[]
  // A month follows the year, minutes follow the hour: both have the letter M.
  const units = fields.map((field, at) => (field === 'MM' && at > 2 ? 'minute' : unitOf(field)))
  const longYear = name.includes('YYYY')
  // Numbers have lost a zero in front of a day or month; the zeros of a year of two digits only if the form is named.
  const startsWithYear = name.startsWith('Y')
  const least = (zeros: boolean) => name.length - (zeros || startsWithYear ? 0 : 1)
  return {
    matches,
    gives: 'wall',
    rivals,
    ...facts,
    fits: (column) =>
      column.whole &&
      column.digits[0] >= least(column.zeros) &&
      // A column of the first nine days of months has lost all its zeros. A year of four digits tells that they are dates.
      (column.digits[1] === name.length ||
        (longYear && column.digits[1] === name.length - 1 && column.digits[0] === column.digits[1])) &&
      suits(name, column),
    reader: ({ named }) => {
      const size = 10 ** name.length
      return (value) => {
        if (!Number.isInteger(value) || value < 0 || value >= size) return Number.NaN
        const parts: Partial<Record<string, number>> = {}
        let rest = value
        for (let at = fields.length - 1; at >= 0; at--) {
          const scale = 10 ** fields[at].length
          parts[units[at]] = rest % scale
          rest = Math.floor(rest / scale)
        }
        const year = parts.year as number
        if (!longYear) return wallTimeOf(fullYear(year), parts)
        return year >= (named ? 1 : 1500) && year <= (named ? 9999 : 2200) ? wallTimeOf(year, parts) : Number.NaN
      }
    },
  }
}

const unitOf = (field: string): string =>
  ({
    YYYY: 'year',
    YY: 'year',
    MM: 'month',
    DD: 'day',
    DDD: 'dayOfYear',
    WW: 'week',
    Q: 'quarter',
    HH: 'hour',
    SS: 'second',
  })[field] as string

/** A column whose name says "week" holds no months, and so on. */
function suits(name: string, { hint }: NumberColumn): boolean {
  if (name === 'YYYYMM') return hint !== 'week'
  if (name === 'YYYYWW') return hint !== 'month'
  return true
}

/** Years of two digits are 1969 to 2068. */
export const fullYear = (year: number): number => year + (year < 69 ? 2000 : 1900)

/** The start of the unit that some parts name, in milliseconds as if in UTC; NaN if it does not exist. */
export function wallTimeOf(year: number, parts: Partial<Record<string, number>>): number {
  const { quarter, week, dayOfYear, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  const clock = clockTime(hour, minute, second)
  if (quarter !== undefined)
    return quarter >= 1 && quarter <= 4 ? dayNumberOf(year, quarter * 3 - 2, 1) * DAY : Number.NaN
  if (week !== undefined) return isoWeekStart(year, week) * DAY
  if (dayOfYear !== undefined) {
    const exists = dayOfYear >= 1 && dayOfYear <= (isLeapYear(year) ? 366 : 365)
    return exists ? (dayNumberOf(year, 1, 1) + dayOfYear - 1) * DAY + clock : Number.NaN
  }
  return dayOf(year, month, day) * DAY + clock
}

/** The day number of a date; NaN for a date that does not exist. */
export const dayOf = (year: number, month: number, day: number): number =>
  month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month) ? dayNumberOf(year, month, day) : Number.NaN

/** A time of day in milliseconds; 24:00 is the next midnight. NaN for a time that no clock shows. */
export function clockTime(hour: number, minute: number, second: number, milliseconds = 0): number {
  const valid = (hour < 24 && minute < 60 && second < 60) || (hour === 24 && minute + second + milliseconds === 0)
  return valid ? ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds : Number.NaN
}

/** Why a number of a week cannot be read. */
export const weekAdvice = 'By ISO 8601 a year has 52 weeks, some years have 53, and no week has the number 0'

export const digitForms = {
  YYYYQ: digits('YYYYQ', 'year and quarter', {
    examples: [[[20234, 20241, 20242, 20243, 20244, 20251], '2023-10-01']],
    refuses: [20245],
    rivals: ['excel', 'index'],
  }),
  YYYYMM: digits('YYYYMM', 'year and month', {
    examples: [
      [[199807], '1998-07-01'],
      [['202412', '202501'], '2024-12-01'],
    ],
    refuses: [202400],
    rivals: ['YYMMDD', 'DDMMYY', 'MMDDYY'],
  }),
  YYYYWW: digits('YYYYWW', 'year and ISO week, if YYYYMM does not read the column or its name says week', {
    examples: [[[202451, 202452, 202501], '2024-12-16']],
    refuses: [202453, 202399],
    advice: weekAdvice,
    yieldsTo: ['YYYYMM', 'YYMMDD', 'DDMMYY', 'MMDDYY'],
    rivals: ['YYYYMM'],
  }),
  YYMMDD: digits('YYMMDD', 'year of two digits, month and day; years are 1969 to 2068', {
    examples: [
      [[240131, 240201, 240202], '2024-01-31'],
      [['691231', '700101'], '1969-12-31'],
    ],
    refuses: [240230],
    rivals: ['YYYYMM', 'DDMMYY', 'MMDDYY'],
  }),
  DDMMYY: digits('DDMMYY', 'day, month and year of two digits', {
    examples: [[['300124', '310124', '010224'], '2024-01-30']],
    refuses: ['310224'],
    rivals: ['MMDDYY', 'YYMMDD', 'YYYYMM'],
  }),
  MMDDYY: digits('MMDDYY', 'month, day and year of two digits', {
    examples: [[['013124', '020124'], '2024-01-31']],
    refuses: ['023024'],
    rivals: ['DDMMYY', 'YYMMDD', 'YYYYMM'],
  }),
  YYYYDDD: digits('YYYYDDD', 'year and day of the year', {
    examples: [[[2024060, 2024061], '2024-02-29']],
    refuses: [2023366],
  }),
  YYYYMMDD: digits('YYYYMMDD', 'date', {
    examples: [
      [[20240331], '2024-03-31'],
      [['20240331'], '2024-03-31'],
    ],
    refuses: [20241301, 20230229],
  }),
  DDMMYYYY: digits('DDMMYYYY', 'day, month and year', {
    examples: [
      [['31012024', '01022024'], '2024-01-31'],
      [[9012024, 13012024], '2024-01-09'],
    ],
    refuses: ['31022024'],
    rivals: ['MMDDYYYY'],
  }),
  MMDDYYYY: digits('MMDDYYYY', 'month, day and year', {
    examples: [[['01312024', '02012024'], '2024-01-31']],
    refuses: ['02302024'],
    rivals: ['DDMMYYYY'],
  }),
  YYMMDDHH: digits('YYMMDDHH', 'date with a year of two digits, and hour', {
    examples: [[[24010100, 24010101], '2024-01-01']],
    refuses: [24010125],
    yieldsTo: ['YYYYMMDD', 'DDMMYYYY', 'MMDDYYYY'],
    rivals: ['YYYYMMDD'],
  }),
  YYYYMMDDHH: digits('YYYYMMDDHH', 'date and hour', {
    examples: [
      [[2024010100, 2024010101], '2024-01-01'],
      [['2024123124'], '2025-01-01'],
    ],
    refuses: [2024010125],
    rivals: ['YYMMDDHHMM', 'epoch s'],
  }),
  YYMMDDHHMM: digits('YYMMDDHHMM', 'date with a year of two digits, and time of day', {
    examples: [[[2401312330, 2402010000, 2402010030], '2024-01-31T23:30:00']],
    refuses: [2401010060],
    rivals: ['YYYYMMDDHH', 'epoch s'],
  }),
  YYYYMMDDHHMM: digits('YYYYMMDDHHMM', 'date and time of day', {
    examples: [[[202401010000, 202401010015], '2024-01-01']],
    refuses: [202401010060],
    rivals: ['YYMMDDHHMMSS', 'epoch ms'],
  }),
  YYMMDDHHMMSS: digits('YYMMDDHHMMSS', 'date with a year of two digits, and time of day with seconds', {
    examples: [[[240131235930, 240201000000, 240201000030], '2024-01-31T23:59:30']],
    refuses: [240101000060],
    rivals: ['YYYYMMDDHHMM', 'epoch ms'],
  }),
  YYYYMMDDHHMMSS: digits('YYYYMMDDHHMMSS', 'date and time of day with seconds', {
    examples: [[['20240101000000', '20240101000100'], '2024-01-01']],
    refuses: [20240101000060],
  }),
} satisfies Record<string, NumberForm>
