import { isFloat64Array, isNumericArray } from '../../base/brand.ts'
import { checkNumbers, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { type Checks, flag, optionsOf, text } from '../../base/options/options.ts'
import { type Frequency, parseFrequency } from './frequency.ts'
import { clockGrid, openClockGrid } from './infer/clock_grid.ts'
import { dayGrid } from './infer/day_grid.ts'
import { daysOf } from './infer/days_of.ts'
import { commonStep, type Grid, isSparse, type Sample } from './infer/grid.ts'
import { sparseError } from './infer/sparse_error.ts'
import { parseWorkCalendar } from './work_calendar/work_calendar.ts'
import { zoneOf } from './zone.ts'

/** Options of {@link inferFrequency}. */
export interface InferOptions {
  /** The weekdays and hours that have rows, for example `Mon-Fri 09:00-17:30`. Default: all the time. */
  calendar?: string
  /** Whether the times are the whole numbers of an index and no dates. Default false. */
  isIndex?: boolean
}

const checks: Checks<InferOptions> = { calendar: text, isIndex: flag }

/**
 * Infers the frequency of sorted times: the largest step of which all distances between times are multiples.
 *
 * @param series - ascending times of each series, in milliseconds since 1970 UTC, or the numbers of an index
 * @param timeZone - IANA name of the time zone in which steps of a day and longer are counted; default `UTC`
 * @param options - a calendar of weekdays and hours, or that the times are an index
 * @throws {GatecastError} `ERR_DATA` if no series has two rows with different times, or if most steps would have no row: fewer than half of the
 * distances are one step, or more than half of the steps between first and last rows are missing; `ERR_TYPE` for
 * anything but series of times
 * @example
 * inferFrequency([parseTimes(['2024-01-01', '2024-02-01', '2024-04-01'])]).text // MS
 */
export function inferFrequency(
  series: Iterable<Float64Array>,
  timeZone = 'UTC',
  options: InferOptions = {},
): Frequency {
  const { calendar, isIndex = false } = optionsOf('inferFrequency', options, checks)
  const sample: Sample = { times: someOf(series), zone: zoneOf(timeZone) }
  const days = isIndex ? undefined : daysOf(sample)
  const grid = isIndex ? indexGrid(sample) : timeGrid(sample, days, calendar)
  if (!grid.text || isSparse(grid)) throw sparseError(grid, days, sample, isIndex)
  return parseFrequency(grid.text)
}

function someOf(series: Iterable<Float64Array>): Float64Array[] {
  const sample: Float64Array[] = []
  let rows = 0
  for (const given of seriesOf(series)) {
    checkNumbers('the times of each series', given)
    const times = isFloat64Array(given) ? given : Float64Array.from(given)
    if (times.length < 2 || times[0] === times[times.length - 1]) continue
    sample.push(times)
    rows += times.length
    // Series with 10,000 rows are enough. With all rows of a large table, this would take longer than reading the table.
    // A series is not cut: its last distances may be shorter than the others.
    if (rows > 10_000) break
  }
  if (sample.length) return sample
  throw new GatecastError(
    'ERR_DATA',
    'Expected a series of at least two rows with different times to infer its frequency, got none. Give it, for example frequency: "1d" ' +
      '(--frequency 1d)',
  )
}

function seriesOf(series: Iterable<Float64Array>): Iterable<Float64Array> {
  const isIterable = typeof series === 'object' && typeof series?.[Symbol.iterator] === 'function'
  if (isIterable && !isNumericArray(series)) return series
  throw new GatecastError(
    'ERR_TYPE',
    `Expected a list with the times of each series, got ${shown(series)}. One series is a list of one: ` +
      'inferFrequency([times])',
  )
}

function timeGrid(sample: Sample, days: number[][] | undefined, calendar: string | undefined): Grid {
  const open = calendar === undefined ? undefined : parseWorkCalendar(calendar)
  if (days) return dayGrid(days, open)
  return open ? openClockGrid(sample, open) : clockGrid(sample)
}

function indexGrid({ times }: Sample): Grid {
  const step = commonStep(times)
  return { text: `${step}`, places: times, step }
}
