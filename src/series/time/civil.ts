// Dates of the proleptic Gregorian calendar as day numbers; 1970-01-01 is day 0. A panel has millions of rows, and
// plain numbers are faster than Date or Temporal objects. The formulas are those of Howard Hinnant, "chrono-Compatible
// Low-Level Date Algorithms".

/** Milliseconds of a day. */
export const DAY = 86_400_000

export interface CivilDate {
  year: number
  /** The month, from 1 to 12. */
  month: number
  /** The day of the month, from 1 to 31. */
  day: number
}

/** The date of a day number. Years are counted from March, so that the leap day comes last. */
export function dateOf(dayNumber: number): CivilDate {
  const shifted = dayNumber + 719_468 // days from 0000-03-01
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  const day = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day }
}

/** The day number of a date. */
export function dayNumberOf(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

export const isLeapYear = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)

export const daysInMonth = (year: number, month: number): number =>
  month === 2 && isLeapYear(year) ? 29 : lengths[month - 1]

/** The weekday from Monday 1 to Sunday 7, as in ISO 8601. */
export const weekdayOf = (dayNumber: number): number => modulo(dayNumber + 3, 7) + 1

/**
 * The day number of the Monday of an ISO week; NaN for a week that the year does not have. Week 1 has the first Thursday
 * of the year, which is the week of 4 January. The Thursday of a week lies in the year that the week belongs to.
 */
export function isoWeekStart(year: number, week: number): number {
  const fourth = dayNumberOf(year, 1, 4)
  const monday = fourth - weekdayOf(fourth) + 1 + (week - 1) * 7
  return week >= 1 && dateOf(monday + 3).year === year ? monday : Number.NaN
}

/** The remainder with the sign of the divisor: `modulo(-1, 7)` is 6. */
export const modulo = (value: number, divisor: number): number => value - Math.floor(value / divisor) * divisor
