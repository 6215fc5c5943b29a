import { GatecastError } from '../../base/error.ts'
import type { Table } from '../table/table.ts'
import { DAY, weekdayOf } from '../time/civil.ts'
import { formatTime } from '../time/format_time.ts'
import type { Frequency } from '../time/frequency.ts'
import { isClockUnit } from '../time/units.ts'
import { weekdayName } from '../time/work_calendar/work_calendar.ts'
import { zoneOf } from '../time/zone.ts'

// The errors of times that do not fit a frequency.

const named = (table: Table, { text }: Frequency) => `frequency "${text}"${table.frequency ? '' : ' (inferred)'}`

const where = (table: Table, series: number, frequency: Frequency) =>
  `in series "${table.ids[series]}" for ${named(table, frequency)}`

/** The error for a series whose first time is not on the grid of an anchored frequency. */
export const offGrid = (table: Table, series: number, time: number, frequency: Frequency): GatecastError =>
  new GatecastError(
    'ERR_DATA',
    `Expected a first time in series "${table.ids[series]}" that fits ${named(table, frequency)}, got ` +
      `${formatTime(time, table.timeZone, frequency)}. Give another frequency, or use regularise({ align: 'previous' }) or resample()`,
  )

/** The error for a time that lies between two steps. */
export const offStep = (
  table: Table,
  series: number,
  time: number,
  before: number,
  frequency: Frequency,
): GatecastError =>
  new GatecastError(
    'ERR_DATA',
    `Expected steady steps ${where(table, series, frequency)}, got ${formatTime(time, table.timeZone, frequency)} after the step at ` +
      `${formatTime(before, table.timeZone, frequency)}. Give another frequency, or use regularise({ align: 'nearest' }) or ` +
      'resample()',
  )

/** The error for two rows that fall into one step. */
export const crowdedSteps = (table: Table, series: number, row: number, frequency: Frequency): GatecastError =>
  new GatecastError(
    'ERR_DATA',
    `Expected one row per step ${where(table, series, frequency)}, got ${formatTime(table.times[row - 1], table.timeZone, frequency)} ` +
      `and ${formatTime(table.times[row], table.timeZone, frequency)} in one step. Use resample() to aggregate them`,
  )

/** The error for a series that has only every second, third, ... step. */
export const tooCoarse = (id: string, every: number, { text }: Frequency): GatecastError =>
  new GatecastError(
    'ERR_DATA',
    `Expected rows of frequency "${text}" in series "${id}", got one only every ${every} steps. Give the frequency ` +
      'that the rows have. Use resample() to bring series of different frequencies to one',
  )

/** The error for a time so far from the others that the rows between them would not fit into memory. */
export const tooManyRows = (rows: number, given: number, { text }: Frequency): GatecastError =>
  new GatecastError(
    'ERR_DATA',
    `Expected times that fill most steps of frequency "${text}", got ${given} rows that span ${rows} steps. Look for ` +
      'times far from the others, or give a longer frequency',
  )

/** The error for a row on a closed day, or outside the opening hours. */
export function outsideCalendar(table: Table, series: number, row: number, frequency: Frequency): GatecastError {
  const { timeZone, times, ids, offsets } = table
  const time = times[row]
  const weekday = weekdayName(weekdayOf(Math.floor(zoneOf(timeZone).toLocal(time) / DAY)))
  const calendar = frequency.calendar?.text ?? 'Mon-Fri'
  const hours = isClockUnit(frequency.unit) ? '. No row lies at the end of the hours: 17:00 needs an end after it' : ''
  const remedy =
    frequency.unit === 'businessDay' && !table.calendar
      ? 'Give frequency: "d" (--frequency d), or drop such rows'
      : `Give a calendar (--calendar) that covers all rows, or drop such rows${hours}`
  return new GatecastError(
    'ERR_DATA',
    `Expected all rows within the calendar "${calendar}", got ${formatTime(time, timeZone)} (${weekday}) in series ` +
      `"${ids[series]}", its row ${row - offsets[series] + 1} by time. ${remedy}`,
  )
}

/** The error for an index frequency and times that are dates. */
export const notAnIndex = ({ text }: Frequency): GatecastError =>
  new GatecastError(
    'ERR_DATA',
    `Expected the whole numbers of an index for frequency "${text}", got dates. Give a frequency of dates, for example ` +
      '"d", or timeFormat: "index" (--time-format index)',
  )

/** The error for an index and something that needs dates. */
export const notIndexed = (what: string): GatecastError =>
  new GatecastError(
    'ERR_DATA',
    `Expected dates for "${what}", got the whole numbers of an index. Leave it out, or give another timeFormat ` +
      '(--time-format) if the numbers are dates',
  )
