import type { Panel } from '../../panel/panel.ts'
import { DAY, weekdayOf } from '../civil.ts'
import { fixedUnits, isClockUnit } from '../units.ts'
import { isOpenAt } from '../work_calendar/open_steps.ts'
import { parseWorkCalendar, weekdayName } from '../work_calendar/work_calendar.ts'
import { zoneOf } from '../zone.ts'

/** The largest share of missing steps that needs no calendar. */
const usual = 0.1

/**
 * A calendar that explains why steps have no values: all values lie on its weekdays and in its hours, and few of its
 * steps are missing. `undefined` if few steps are missing anyway, or if they follow no such pattern.
 *
 * @param panel - a panel without a calendar
 * @returns the text of the calendar, for example `Mon-Sat 09:00-17:00`
 */
export function suggestCalendar(panel: Panel): string | undefined {
  const { frequency, timeZone, ids } = panel
  const { unit, multiple } = frequency
  if (
    frequency.calendar ||
    !(unit === 'day' || isClockUnit(unit)) ||
    multiple * (unit === 'day' ? DAY : fixedUnits[unit]) > DAY
  )
    return undefined
  const zone = zoneOf(timeZone)
  const weekdays = new Set<number>()
  let [first, last, present, steps] = [DAY, 0, 0, 0]
  ids.forEach((_, series) => {
    const times = panel.times(series, 0, panel.lengths[series])
    panel.history(series).forEach((value, row) => {
      steps++
      if (Number.isNaN(value)) return
      present++
      const local = zone.toLocal(times[row])
      const day = Math.floor(local / DAY)
      weekdays.add(weekdayOf(day))
      first = Math.min(first, local - day * DAY)
      last = Math.max(last, local - day * DAY)
    })
  })
  if (steps - present <= usual * steps) return undefined
  const minute = (time: number) => new Date(time).toISOString().slice(11, 16)
  const end = unit === 'day' ? DAY : Math.min(DAY, last + multiple * fixedUnits[unit])
  const hours = unit === 'day' || end - first >= DAY ? '' : `${minute(first)}-${end === DAY ? '24:00' : minute(end)}`
  const days = [...weekdays].sort().map(weekdayName).join(',')
  const calendar = parseWorkCalendar(`${days} ${hours}`)
  let open = 0
  ids.forEach((_, series) => {
    for (const time of panel.times(series, 0, panel.lengths[series]))
      if (
        unit === 'day' ? weekdays.has(weekdayOf(Math.floor(zone.toLocal(time) / DAY))) : isOpenAt(time, calendar, zone)
      )
        open++
  })
  return present >= (1 - usual) * open && open < steps ? calendar.text : undefined
}
