import { isOnGrid } from '../bucket.ts'
import { dateOf, dayNumberOf, weekdayOf } from '../civil.ts'
import { parseFrequency } from '../frequency.ts'
import { openDayIndex } from '../work_calendar/open_days.ts'
import type { WorkCalendar } from '../work_calendar/work_calendar.ts'
import { zoneOf } from '../zone.ts'
import { sharedDay, withAnchorDay } from './anchor_day.ts'
import { commonStep, type Grid, smallestStep } from './grid.ts'

/** The grid of rows that lie a day or more apart. */
export function dayGrid(days: number[][], calendar?: WorkCalendar): Grid {
  const months = monthGrid(days)
  if (months) return months
  const step = commonStep(days)
  if (step % 7 === 0) return { text: `${step / 7}W`, places: days, step }
  if (calendar) return openGrid(days, calendar.weekdays, (multiple) => `${multiple}d@${calendar.text}`)
  const flat = days.flat()
  // Ten rows or more without a weekend: these are business days, and weekends are no gaps.
  if (step === 1 && flat.length >= 10 && flat.every((day) => weekdayOf(day) <= 5))
    return openGrid(days, [1, 2, 3, 4, 5], (multiple) => `${multiple}B`)
  return { text: `${step}d`, places: days, step }
}

function openGrid(days: number[][], weekdays: readonly number[], text: (multiple: number) => string): Grid {
  const places = days.map((series) => series.map((day) => openDayIndex(day, weekdays)))
  const step = commonStep(places)
  return { text: text(step), places, step }
}

/** The grid of rows that lie on one day of the month; `undefined` if they do not. */
function monthGrid(days: number[][]): Grid | undefined {
  if (smallestStep(days) < 28) return undefined
  const dates = days.map((numbers) => numbers.map(dateOf))
  const all = dates.flat()
  const isLast = days.every((numbers) => numbers.every((day) => dateOf(day + 1).day === 1))
  const isSame = all.every(({ day }) => day === all[0].day)
  // Two rows alone do not tell whether they lie on one day of the month, or 29 or 30 days apart.
  if (!isSame && !isLast && (all.length < 3 || sharedDay(dates) === undefined)) return undefined
  const places = dates.map((list) => list.map(({ year, month }) => year * 12 + month))
  const step = commonStep(places)
  const edge = all[0].day === 1 && isSame ? 'S' : isLast ? 'E' : ''
  const plain = step % 12 === 0 ? `${step / 12}Y` : step % 3 === 0 ? `${step / 3}Q` : `${step}M`
  const anchored = parseFrequency(plain + edge)
  const fits = ({ year, month, day }: (typeof all)[number]) =>
    isOnGrid(dayNumberOf(year, month, day) * 86_400_000, anchored, zoneOf('UTC'))
  const frequency = edge && all.every(fits) ? anchored : withAnchorDay(parseFrequency(plain), dates)
  return { text: frequency.text, places, step }
}
