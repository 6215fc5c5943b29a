import { DAY, dateOf, dayNumberOf, daysInMonth, isLeapYear, weekdayOf } from '../time/civil.ts'

/** The period of Fourier terms: a unit of the calendar, or a number of days. */
export type FourierPeriod = 'hour' | 'day' | 'week' | 'month' | 'year' | number

/**
 * sin(2π harmonic x) or cos(2π harmonic x), where x from 0 to 1 is the position of a time in its period.
 *
 * @param locals - wall-clock times, in milliseconds as if in UTC
 */
export function fourierValues(
  locals: Float64Array,
  period: FourierPeriod,
  harmonic: number,
  wave: 'sin' | 'cos',
): Float64Array {
  const position = positionIn(period)
  return locals.map((local) => Math[wave](2 * Math.PI * harmonic * position(local / DAY)))
}

/**
 * The share of the period before a time, which is given in days since 1970. Each month and year counts with its own
 * length.
 */
function positionIn(period: FourierPeriod): (days: number) => number {
  if (typeof period === 'number') return (days) => days / period
  if (period === 'hour') return (days) => days * 24
  if (period === 'day') return (days) => days
  // Weeks start on Monday.
  if (period === 'week') return (days) => (weekdayOf(Math.floor(days)) - 1 + (days - Math.floor(days))) / 7
  return (days) => {
    const dayNumber = Math.floor(days)
    const { year, month, day } = dateOf(dayNumber)
    if (period === 'month') return (day - 1 + days - dayNumber) / daysInMonth(year, month)
    return (days - dayNumberOf(year, 1, 1)) / (isLeapYear(year) ? 366 : 365)
  }
}
