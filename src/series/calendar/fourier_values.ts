import { DAY, dateOf, dayNumberOf, daysInMonth, isLeapYear, weekdayOf } from '../time/civil.ts'

/** A span of the calendar, or a number of days. */
export type FourierPeriod = 'hour' | 'day' | 'week' | 'month' | 'year' | number

/** `sin` or `cos` of 2π harmonic x (place of a wall-clock time in its period, from 0 to 1). */
export function fourierValues(
  locals: Float64Array,
  period: FourierPeriod,
  harmonic: number,
  wave: 'sin' | 'cos',
): Float64Array {
  const place = placeIn(period)
  return locals.map((local) => Math[wave](2 * Math.PI * harmonic * place(local / DAY)))
}

/** The share of a period that is over, from days since 1970. Months and years have their own lengths each. */
function placeIn(period: FourierPeriod): (days: number) => number {
  if (typeof period === 'number') return (days) => days / period
  if (period === 'hour') return (days) => days * 24
  if (period === 'day') return (days) => days
  // Day 0 is a Thursday; weeks begin on Monday.
  if (period === 'week') return (days) => (weekdayOf(Math.floor(days)) - 1 + (days - Math.floor(days))) / 7
  return (days) => {
    const dayNumber = Math.floor(days)
    const { year, month, day } = dateOf(dayNumber)
    if (period === 'month') return (day - 1 + days - dayNumber) / daysInMonth(year, month)
    return (days - dayNumberOf(year, 1, 1)) / (isLeapYear(year) ? 366 : 365)
  }
}
