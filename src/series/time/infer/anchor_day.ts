import { type CivilDate, DAY, dateOf, daysInMonth } from '../civil.ts'
import { type Frequency, parseFrequency } from '../frequency.ts'
import { dayInMonth } from '../steps.ts'
import { isMonthUnit } from '../units.ts'
import type { Zone } from '../zone.ts'

/** Returns whether all rows of a series lie on the day that its first row gives. */
const followsFirst = (dates: readonly CivilDate[], frequency: Frequency): boolean =>
  dates.every(({ year, month, day }) => day === dayInMonth(year, month, dates[0], frequency))

/**
 * Adds the day of the month to a frequency of months without an anchor, if the first row of a series does not tell it:
 * rows on the 28th of each month that begin on 28 February, the last day of that month, are `M-28`.
 *
 * @param series - the dates of the rows of each series
 * @returns the frequency itself if the first rows tell the day, or if no day fits all rows
 */
export function withAnchorDay(frequency: Frequency, series: readonly (readonly CivilDate[])[]): Frequency {
  if (!isMonthUnit(frequency.unit) || frequency.anchor) return frequency
  const day = sharedDay(series)
  if (day === undefined) return frequency
  const isFollowed = series.every((dates) => followsFirst(dates, frequency))
  const isTold = series.every((dates) => tells(dates[0], day, frequency))
  const areLast = series.every((dates) => dates.every(isLastDay))
  return isFollowed && (isTold || areLast) ? frequency : parseFrequency(`${frequency.text}-${day}`)
}

/**
 * Returns whether a first row tells the day that all series share. One on the last day of its month does not: it stands
 * for last days, so that 30 June would be followed by 31 December where all other rows lie on the 30th.
 */
const tells = (first: CivilDate | undefined, day: number, { unit }: Frequency): boolean =>
  !first || day === 31 || (first.day === day && (unit === 'year' || !isLastDay(first)))

const isLastDay = ({ year, month, day }: CivilDate): boolean => day === daysInMonth(year, month)

/**
 * The day of the month on which all rows lie, in shorter months on the last day; `undefined` if there is none.
 */
export function sharedDay(series: readonly (readonly CivilDate[])[]): number | undefined {
  const day = series.reduce((most, dates) => dates.reduce((max, date) => Math.max(max, date.day), most), 0)
  const fits = (date: CivilDate) => date.day === Math.min(day, daysInMonth(date.year, date.month))
  return series.every((dates) => dates.every(fits)) ? day : undefined
}

/** The dates of times on the clock of a zone. */
export const datesOf = (times: Float64Array, zone: Zone): CivilDate[] =>
  Array.from(times, (time) => dateOf(Math.floor(zone.toLocal(time) / DAY)))
