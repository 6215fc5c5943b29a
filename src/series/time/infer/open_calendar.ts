import { DAY, weekdayOf } from '../civil.ts'
import { type Frequency, parseFrequency } from '../frequency.ts'
import { stepsBetween } from '../steps.ts'
import { fixedUnits, isClockUnit } from '../units.ts'
import { isAlwaysOpen, parseWorkCalendar, weekdayName } from '../work_calendar/work_calendar.ts'
import type { Zone } from '../zone.ts'

const MINUTE = 60_000

/** The largest share of missing steps that needs no calendar. */
export const usualGaps = 0.1

/**
 * The calendar that explains the gaps of rows: all of them lie on its weekdays and in its hours, and few of its steps
 * have no row. `undefined` if there is none.
 *
 * @param series - the ascending times of the rows of each series
 * @param frequency - their frequency without a calendar
 * @returns the text of the calendar, for example `Mon-Sat 09:00-17:00`
 */
export function openCalendar(series: readonly Float64Array[], frequency: Frequency, zone: Zone): string | undefined {
  const { unit, multiple } = frequency
  const isDaily = unit === 'day' || unit === 'businessDay'
  if (!(isDaily || isClockUnit(unit)) || multiple * (isDaily ? DAY : fixedUnits[unit as 'hour']) > DAY) return undefined
  const weekdays = new Set<number>()
  let [first, last, rows] = [DAY, 0, 0]
  for (const times of series)
    for (const time of times) {
      const local = zone.toLocal(time)
      const day = Math.floor(local / DAY)
      weekdays.add(weekdayOf(day))
      first = Math.min(first, local - day * DAY)
      last = Math.max(last, local - day * DAY)
      rows++
    }
  if (rows === 0) return undefined
  // A calendar counts minutes.
  first = Math.floor(first / MINUTE) * MINUTE
  const closing = isDaily ? DAY : last + multiple * fixedUnits[unit as 'hour']
  const end = Math.min(DAY, Math.ceil(closing / MINUTE) * MINUTE)
  const clock = (time: number) => (time === DAY ? '24:00' : new Date(time).toISOString().slice(11, 16))
  const hours = isDaily || end - first >= DAY ? '' : ` ${clock(first)}-${clock(end)}`
  const calendar = parseWorkCalendar(`${[...weekdays].sort().map(weekdayName).join(',')}${hours}`)
  if (isAlwaysOpen(calendar)) return undefined
  const open = parseFrequency(`${isDaily ? 'd' : frequency.text}@${calendar.text}`)
  let steps = 0
  for (const times of series)
    if (times.length) steps += stepsBetween(times[0], times[times.length - 1], open, zone.name) + 1
  return rows >= (1 - usualGaps) * steps ? calendar.text : undefined
}
