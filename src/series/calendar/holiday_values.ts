import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { DAY } from '../time/civil.ts'
import type { Frequency } from '../time/frequency.ts'
import { parseTimeText } from '../time/parse_time_text.ts'
import { addSteps } from '../time/steps.ts'
import { zoneOf } from '../time/zone.ts'

/** Dates as `2024-12-25`, or a function that tells whether such a date is one. */
export type Holidays = readonly string[] | ((date: string) => boolean)

/**
 * 1 on holidays, on so many days before and after them, and 0 else. A row of more than a day counts the days of its
 * step that are.
 */
export function holidayValues(
  times: Float64Array,
  dates: Holidays,
  [before, after]: readonly [number, number],
  frequency: Frequency | undefined,
  timeZone: string,
): Float64Array {
  const isHoliday = typeof dates === 'function' ? byDay(dates) : inSet(dates)
  const zone = zoneOf(timeZone)
  const dayAt = (time: number) => Math.floor(zone.toLocal(time) / DAY)
  const flagged = (day: number) => {
    // A day is flagged if a holiday follows within `before` days or lies back within `after`.
    for (let other = day - after; other <= day + before; other++) if (isHoliday(other)) return 1
    return 0
  }
  if (!frequency || ['second', 'minute', 'hour'].includes(frequency.unit) || frequency.text === 'd')
    return times.map((time) => flagged(dayAt(time)))
  const endsAt = frequency.anchor?.edge === 'end'
  return times.map((time) => {
    const first = endsAt ? dayAt(addSteps(time, -1, frequency, timeZone)) + 1 : dayAt(time)
    const last = endsAt ? dayAt(time) : dayAt(addSteps(time, 1, frequency, timeZone)) - 1
    let count = 0
    for (let day = first; day <= last; day++) count += flagged(day)
    return count
  })
}

/** Asks the caller's function once for each day. */
function byDay(test: (date: string) => boolean): (day: number) => boolean {
  const answers = new Map<number, boolean>()
  return (day) => {
    const known = answers.get(day)
    if (known !== undefined) return known
    const answer = Boolean(test(new Date(day * DAY).toISOString().slice(0, 10)))
    answers.set(day, answer)
    return answer
  }
}

function inSet(dates: readonly string[]): (day: number) => boolean {
  const days = new Set(
    dates.map((date, index) => {
      const day = parseTimeText(date, 'auto', zoneOf('UTC')) / DAY
      if (Number.isInteger(day)) return day
      throw new GatecastError(
        'ERR_DATA',
        `Expected a holiday as a date such as "2024-12-25", got ${shown(date)} (date ${index})`,
      )
    }),
  )
  return (day) => days.has(day)
}
