import { GatecastError } from '../../../base/error.ts'
import { parseFrequency } from '../frequency.ts'
import type { Zone } from '../zone.ts'
import { fillingOf, type Grid, type Sample } from './grid.ts'
import { openCalendar } from './open_calendar.ts'

/**
 * The error for rows at irregular distances: the smallest grid that holds them would have gaps at most of its steps.
 *
 * @param days - the days of the rows, if all have the same time of day
 * @param isIndex - whether the times are numbers of steps
 */
export function sparseError(
  grid: Grid,
  days: readonly (readonly number[])[] | undefined,
  { times, zone }: Sample,
  isIndex: boolean,
): GatecastError {
  const { single, missing } = fillingOf(grid)
  const percent = (share: number) => `${Math.round(100 * share)} %`
  const advice = isIndex ? indexAdvice(grid) : adviceFor(days, grid, times, zone)
  return new GatecastError(
    'ERR_DATA',
    `Expected rows at a steady frequency, got a mix: the longest step that all of them fit is "${shownStep(grid)}", only ` +
      `${percent(single)} of the distances are one such step, and ${percent(missing)} of the steps would be ` +
      `missing. ${advice}`,
  )
}

const shownStep = ({ text, step }: Grid): string => (text ? parseFrequency(text).text : `${step} ms`)

const indexAdvice = ({ text }: Grid): string =>
  'The times are read as an index. If they are dates without the first digits of their year, write years with four ' +
  `digits; if so many steps are missing, give frequency: "${text}" (--frequency ${text})`

function adviceFor(
  days: readonly (readonly number[])[] | undefined,
  grid: Grid,
  times: readonly Float64Array[],
  zone: Zone,
): string {
  if (days && isFourFourFive(days))
    return (
      'The rows look like periods of a 4-4-5 calendar (of 4 or 5 weeks), which no frequency describes. Number the ' +
      'periods 1, 2, 3, ... and read them as an index (frequency "1"), or date each by the first day of its month ' +
      '(frequency "MS")'
    )
  const frequency = grid.text ? parseFrequency(grid.text) : undefined
  const calendar = frequency && !frequency.calendar ? openCalendar(times, frequency, zone) : undefined
  if (calendar)
    return (
      `All rows lie within "${calendar}". If nothing happens outside of it, give calendar: "${calendar}" ` +
      `(--calendar "${calendar}")`
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
