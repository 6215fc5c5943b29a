import { parseFrequency } from '../frequency.ts'
import { stepsBetween } from '../steps.ts'
import { fixedUnits } from '../units.ts'
import { sinceOpening } from '../work_calendar/open_steps.ts'
import type { WorkCalendar } from '../work_calendar/work_calendar.ts'
import { commonStep, type Grid, type Sample } from './grid.ts'

/** The grid of rows less than a day apart. They are counted in elapsed time: a clock that is set forward skips an hour. */
export function clockGrid({ times }: Sample): Grid {
  const step = commonStep(times)
  return { text: clockText(step), places: times, step }
}

/** The grid of rows within opening hours: distances count from the opening of each day. */
export function openClockGrid({ times, zone }: Sample, calendar: WorkCalendar): Grid {
  const offsets = times.map((series) => Array.from(series, (time) => sinceOpening(time, calendar, zone)))
  // Rows of the same place of two days do not tell a distance, so places are sorted and compared within the day.
  const step = commonStep(offsets.map((series) => series.toSorted((a, b) => a - b)))
  // All rows lie at the same place of their days.
  if (step === 0) return clockGrid({ times, zone })
  const text = `${clockText(step)}@${calendar.text}`
  const frequency = parseFrequency(text)
  const places = times.map((series) =>
    Array.from(series, (time) => stepsBetween(series[0], time, frequency, zone.name)),
  )
  return { text, places, step: 1 }
}

/** The text of a step in the longest unit that it is a multiple of. Steps shorter than a millisecond have none. */
function clockText(step: number): string {
  if (step % fixedUnits.hour === 0) return `${step / fixedUnits.hour}h`
  if (step % fixedUnits.minute === 0) return `${step / fixedUnits.minute}min`
  if (step % fixedUnits.second === 0) return `${step / fixedUnits.second}s`
  return Number.isInteger(step) ? `${step}ms` : ''
}
