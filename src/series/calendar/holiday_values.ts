import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { DAY } from '../time/civil.ts'
import type { Frequency } from '../time/frequency.ts'
import { readTimes } from '../time/parse/read_times.ts'
import { addSteps } from '../time/steps.ts'
import { isClockUnit } from '../time/units.ts'
import { zoneOf } from '../time/zone.ts'
import { holidaysOfPlace } from './place_holidays.ts'

/**
 * Dates as `2024-12-25`; or a place whose public holidays the package `date-holidays` knows, as it names it: a country
 * (`DE`), a state (`DE-BY`) or a region (`DE-BY-A`); or a function that returns whether such a date is a holiday.
 */
export type Holidays = readonly string[] | string | ((date: string) => boolean)

/** Holidays for one column, or for several by their names. */
export type NamedHolidays = Holidays | Readonly<Record<string, readonly string[] | string>>

/**
 * 1 for a row whose day is flagged, else 0. A day is flagged if it is a holiday, or if it is at most `before` days
 * before one or `after` days after one. In a frequency longer than a day, the value is the number of flagged days in
 * the step of the row.
 */
export function holidayValues(
  times: Float64Array,
  dates: Holidays,
  [before, after]: readonly [number, number],
  frequency: Frequency | undefined,
  timeZone: string,
): Float64Array {
  const isHoliday = testOf(dates)
  const zone = zoneOf(timeZone)
  const dayAt = (time: number) => Math.floor(zone.toLocal(time) / DAY)
  const isFlagged = (day: number) => {
    for (let other = day - after; other <= day + before; other++) if (isHoliday(other)) return 1
    return 0
  }
  if (!frequency || isClockUnit(frequency.unit) || frequency.text === 'd')
    return times.map((time) => isFlagged(dayAt(time)))
  const isEndAnchored = frequency.anchor?.edge === 'end'
  return times.map((time) => {
    const first = isEndAnchored ? dayAt(addSteps(time, -1, frequency, timeZone)) + 1 : dayAt(time)
    const last = isEndAnchored ? dayAt(time) : dayAt(addSteps(time, 1, frequency, timeZone)) - 1
    let count = 0
    for (let day = first; day <= last; day++) count += isFlagged(day)
    return count
  })
}

/** The test of whether a day, counted since 1970, is a holiday. */
function testOf(dates: Holidays): (day: number) => boolean {
  if (typeof dates === 'function') return testOnce(dates)
  return typeof dates === 'string' ? holidaysOfPlace(dates) : inDates(dates)
}

/** Calls the user's function at most once for each day. */
function testOnce(test: (date: string) => boolean): (day: number) => boolean {
  const answers = new Map<number, boolean>()
  return (day) => {
    const known = answers.get(day)
    if (known !== undefined) return known
    const answer = Boolean(test(new Date(day * DAY).toISOString().slice(0, 10)))
    answers.set(day, answer)
    return answer
  }
}

/** The day number of a date; NaN if it is none, or has two readings. */
function dayIn(date: unknown): number {
  try {
    const { times, timeFormat } = readTimes([date], { timeFormat: 'auto', timeZone: 'UTC', columns: ['holidays'] })
    return timeFormat === 'index' ? Number.NaN : times[0] / DAY
  } catch {
    return Number.NaN
  }
}

function inDates(dates: readonly string[]): (day: number) => boolean {
  const days = new Set(
    dates.map((date, index) => {
      const day = dayIn(date)
      if (Number.isInteger(day)) return day
      throw new GatecastError(
        'ERR_DATA',
        `Expected a holiday as a date, for example "2024-12-25", got ${shown(date)} (date ${index})`,
      )
    }),
  )
  return (day) => days.has(day)
}
