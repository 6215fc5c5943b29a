import { commonDivisor } from '../../base/common_divisor.ts'
import { type Frequency, parseFrequency } from './frequency.ts'
import type { Unit } from './units.ts'
import { openWeekdays } from './work_calendar/open_days.ts'
import { type OpenFrequency, rowsPerDay } from './work_calendar/open_steps.ts'

/** Units in the usual season. */
const seasons: Record<Unit, number> = {
  step: 1,
  millisecond: 1000,
  second: 3600,
  minute: 1440,
  hour: 24,
  day: 7,
  businessDay: 5,
  week: 52,
  month: 12,
  quarter: 4,
  year: 1,
}

/** Units in the longer seasons that are usual besides: a day of seconds, a week of minutes and hours, a year of days. */
const longer: Partial<Record<Unit, number>> = { second: 86_400, minute: 10_080, hour: 168 }
/** A calendar year of days, to the nearest day: the pattern of a year shifts by one row in four years. */
const daysInYear = 365

/**
 * The number of steps in the usual season of a frequency. The season is a second for milliseconds, an hour for
 * seconds, a day for minutes and hours, a week for days, and a year for weeks, months and quarters. It is 96 for
 * `15min`, 7 for `d`, 1 for `Y`. Within a calendar only open time counts: it is 2 for `d@Tue,Thu`. An index has no
 * usual season.
 *
 * @param frequency - a frequency, or its text
 * @returns number of steps; 1 if there is no usual season
 * @throws {GatecastError} `ERR_RANGE` for a text that is no frequency
 * @example
 * seasonOf('15min') // 96
 */
export function seasonOf(frequency: Frequency | string): number {
  const parsed = parseFrequency(frequency)
  const { unit, multiple, calendar } = parsed
  if (calendar && (unit === 'minute' || unit === 'hour')) return rowsPerDay(parsed as OpenFrequency)
  const season = openWeekdays(parsed)?.length ?? seasons[unit]
  return season / commonDivisor(season, multiple)
}

/**
 * The numbers of steps in all usual seasons of a frequency, shortest first: a day and a week for minutes and hours, a
 * week and a year of 365 days for days, else the one of {@link seasonOf}. They are 48 and 336 for `30min`, 12 for `M`.
 *
 * @param frequency - a frequency, or its text
 * @returns one number or more; only 1 if there is no usual season
 * @throws {GatecastError} `ERR_RANGE` for a text that is no frequency
 * @example
 * seasonsOf('15min') // [96, 672]
 */
export function seasonsOf(frequency: Frequency | string): number[] {
  const parsed = parseFrequency(frequency)
  const { unit, multiple, calendar } = parsed
  const first = seasonOf(parsed)
  const units = longer[unit]
  let second = units === undefined ? first : units / commonDivisor(units, multiple)
  if (calendar) second = unit === 'minute' || unit === 'hour' ? first * calendar.weekdays.length : first
  else if (unit === 'day' && multiple === 1) second = daysInYear
  return second > first ? [first, second] : [first]
}
