import { modulo, weekdayOf } from '../civil.ts'
import type { Frequency } from '../frequency.ts'

const businessDays = [1, 2, 3, 4, 5]

/** The weekdays on which rows of a frequency lie, if not all days are open. */
export const openWeekdays = ({ unit, calendar }: Frequency): readonly number[] | undefined =>
  unit === 'businessDay' ? businessDays : unit === 'day' ? calendar?.weekdays : undefined

/** The number of open days since Monday 1969-12-29. A closed day counts as the open day before it. */
export function openDayIndex(dayNumber: number, weekdays: readonly number[]): number {
  const weekday = weekdayOf(dayNumber)
  let before = 0
  for (const open of weekdays) if (open <= weekday) before++
  return Math.floor((dayNumber + 3) / 7) * weekdays.length + before - 1
}

/** The day of a count of {@link openDayIndex}. */
export const dayOfOpenIndex = (index: number, weekdays: readonly number[]): number =>
  Math.floor(index / weekdays.length) * 7 + weekdays[modulo(index, weekdays.length)] - 4
