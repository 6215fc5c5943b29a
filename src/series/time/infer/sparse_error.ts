import { GatecastError } from '../../../base/error.ts'
import { weekdayOf } from '../civil.ts'
import { parseFrequency } from '../frequency.ts'
import { weekdayName } from '../work_calendar/work_calendar.ts'
import { type Grid, stepsOfGrid } from './grid.ts'

/**
 * The error for rows at irregular distances: the smallest grid that holds them would have gaps at most of its steps.
 *
 * @param days - the days of the rows, if all have the same time of day
 */
export function sparseError(grid: Grid, days: readonly (readonly number[])[] | undefined): GatecastError {
  const steps = stepsOfGrid(grid)
  const single = steps.filter((size) => size === 1).length / steps.length
  const rows = grid.places.reduce((sum, series) => sum + series.length, 0)
  const span = steps.reduce((sum, size) => sum + size, grid.places.length)
  const percent = (share: number) => `${Math.round(100 * share)} %`
  return new GatecastError(
    'ERR_DATA',
    `Expected rows at a steady frequency, got a mix: the longest step that all of them fit is "${shownStep(grid)}", only ` +
      `${percent(single)} of the distances are one such step, and ${percent(1 - rows / span)} of the steps would be ` +
      `missing. ${adviceFor(days)}`,
  )
}

const shownStep = ({ text, step }: Grid): string => (text ? parseFrequency(text).text : `${step} ms`)

function adviceFor(days: readonly (readonly number[])[] | undefined): string {
  if (days && isFourFourFive(days))
    return (
      'The rows look like periods of a 4-4-5 calendar (of 4 or 5 weeks), which no frequency describes. Number the ' +
      'periods 1, 2, 3, ... and read them as an index (frequency "1"), or date each by the first day of its month ' +
      '(frequency "MS")'
    )
  const weekdays = days && sharedWeekdays(days)
  if (weekdays)
    return (
      `The rows lie on ${weekdays} of every week. If these are all days with rows, give calendar: "${weekdays}" ` +
      `(--calendar "${weekdays}")`
    )
  const aboutMonth =
    days && isAboutMonthly(days) ? 'The rows look monthly, on changing days: frequency "MS" fits. ' : ''
  return (
    `${aboutMonth}Give frequency (--frequency), and use regularise({ align: 'nearest' }) or resample(); if rows are ` +
    'missing because nothing is open then, give calendar (--calendar), for example "Mon-Fri 09:00-17:00"'
  )
}

const distances = (numbers: readonly number[]): number[] => numbers.slice(1).map((day, index) => day - numbers[index])

/** Returns whether any three periods in a row are a quarter of 13 weeks, or of 14 in a long year. */
function isFourFourFive(days: readonly (readonly number[])[]): boolean {
  const all = days.map(distances).filter((list) => list.length > 0)
  return all.every(
    (list) =>
      list.length >= 3 &&
      list.every((size) => size === 28 || size === 35) &&
      list.slice(2).every((size, index) => [91, 98].includes(size + list[index] + list[index + 1])),
  )
}

/** Returns whether rows are 26 to 35 days apart, as dates of a month are that move with weekends. */
const isAboutMonthly = (days: readonly (readonly number[])[]): boolean =>
  days.every((series) => distances(series).every((size) => size >= 26 && size <= 35))

/**
 * The weekdays of the rows, for example `Tue,Thu`, if all weeks between the first and the last week of a series have
 * rows on the same weekdays, and there are four such weeks or more.
 */
function sharedWeekdays(days: readonly (readonly number[])[]): string | undefined {
  const found = new Set<string>()
  let whole = 0
  for (const series of days) {
    const weeks = new Map<number, number[]>()
    for (const day of series) {
      const week = Math.floor((day + 3) / 7)
      weeks.set(week, [...(weeks.get(week) ?? []), weekdayOf(day)])
    }
    const inner = [...weeks].sort(([a], [b]) => a - b).slice(1, -1)
    if (inner.some(([week], index) => week !== inner[0][0] + index)) return undefined
    for (const [, weekdays] of inner) found.add(weekdays.map(weekdayName).join(','))
    whole += inner.length
  }
  return whole >= 4 && found.size === 1 ? [...found][0] : undefined
}
