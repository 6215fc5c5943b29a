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
