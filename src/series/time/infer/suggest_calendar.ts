import type { Panel } from '../../panel/panel.ts'
import { zoneOf } from '../zone.ts'
import { openCalendar, usualGaps } from './open_calendar.ts'

/**
 * A calendar that explains why steps have no values: all values lie on its weekdays and in its hours, and few of its
 * steps are missing. `undefined` if few steps are missing anyway, or if they follow no such pattern.
 *
 * @param panel - a panel without a calendar
 * @returns the text of the calendar, for example `Mon-Sat 09:00-17:00`
 */
export function suggestCalendar(panel: Panel): string | undefined {
  const { frequency, timeZone, ids } = panel
  if (frequency.calendar) return undefined
  let [present, steps] = [0, 0]
  const series = ids.map((_, at) => {
    const values = panel.history(at)
    const times = panel.times(at, 0, panel.lengths[at]).filter((_, row) => !Number.isNaN(values[row]))
    steps += values.length
    present += times.length
    return times
  })
  return steps - present <= usualGaps * steps ? undefined : openCalendar(series, frequency, zoneOf(timeZone))
}
