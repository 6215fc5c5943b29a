import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'

/** What the steps of a frequency are multiples of. */
export type Unit = 'second' | 'minute' | 'hour' | 'day' | 'businessDay' | 'week' | 'month' | 'quarter' | 'year'

/**
 * Where the rows of a calendar frequency lie. Without an anchor they lie wherever the first row of a series does: on
 * its weekday, on its day of the month.
 */
export interface Anchor {
  /** `start`: rows are the first days of what they stand for; `end`: the last days. */
  readonly edge: 'start' | 'end'
  /** Of weeks: Monday 1 to Sunday 7. */
  readonly weekday?: number
  /** Of quarters and years: the month in which the first one begins, 1 to 12. */
  readonly month?: number
}

/** The step between two rows. */
export interface Frequency {
  /** In normal form: two frequencies are the same if their texts are. */
  readonly text: string
  /** What the step is a multiple of. */
  readonly unit: Unit
  /** Units in a step: 15 for `15min`. */
  readonly multiple: number
  /** Where rows lie; `null` if the first row of a series says so. */
  readonly anchor: Anchor | null
}

const weekdays = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN']
const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']

/** Months are the one unit whose letter has to be a capital: `m` could be meant as minutes, `ms` as milliseconds. */
const units: [code: string, unit: Unit, names: RegExp][] = [
  ['s', 'second', /^(s|sec|secs|seconds?)$/i],
  ['min', 'minute', /^(min|mins|t|minutes?)$/i],
  ['h', 'hour', /^(h|hr|hrs|hours?)$/i],
  ['d', 'day', /^(d|days?)$/i],
  ['B', 'businessDay', /^(b|business ?days?)$/i],
  ['W', 'week', /^(w|weeks?)$/i],
  ['M', 'month', /^(M|months?|Months?)$/],
  ['Q', 'quarter', /^(q|quarters?)$/i],
  ['Y', 'year', /^(y|a|years?)$/i],
]

/**
 * Reads a frequency: a multiple (1 if it is left out) and a unit.
 *
 * | text | rows |
 * |---|---|
 * | `s`, `min`, `h` | seconds, minutes, hours: always the same length |
 * | `d`, `B` | days, and days from Monday to Friday, on the clock of the time zone |
 * | `W`, `M`, `Q`, `Y` | weeks, months, quarters, years, on the weekday or day of the month of the first row (a last day of a month stays one) |
 * | `W-SUN` | weeks that end on a Sunday, as in pandas |
 * | `MS`, `QS`, `YS` | first days of months, quarters, years; `YS-APR`: of years that begin in April |
 * | `ME`, `QE`, `YE` | their last days; `QE-MAR`: of quarters of a year that ends in March |
 *
 * Words work too: `1 month`, `2 weeks`, `15 minutes`.
 *
 * @param text - such as `15min`, or one that was read already
 * @throws {GatecastError} `ERR_RANGE` for a text that is none of these
 * @example
 * const { unit, multiple } = parseFrequency('15min') // minute, 15
 */
export function parseFrequency(text: string | Frequency): Frequency {
  const given = typeof text === 'object' ? text?.text : text
  const match = typeof given !== 'string' ? null : /^\s*(\d*)\s*([a-z]+(?: days?)?)(?:-([a-z]{3}))?\s*$/i.exec(given)
  const multiple = match?.[1] ? Number(match[1]) : 1
  const parsed = match && Number.isSafeInteger(multiple) && multiple >= 1 && unitOf(match[2], match[3]?.toUpperCase())
  if (!parsed)
    throw new GatecastError(
      'ERR_RANGE',
      `Expected a frequency such as "15min", "h", "1d", "B", "W-SUN", "MS", "QS" or "YS", got ${shown(given)}`,
    )
  return { text: (multiple === 1 ? '' : multiple) + parsed.code, unit: parsed.unit, multiple, anchor: parsed.anchor }
}

function unitOf(name: string, suffix?: string): { code: string; unit: Unit; anchor: Anchor | null } | undefined {
  const edge = /^(M|[qya]|[QYA])([seSE])$/.exec(name)
  const found = units.find(([, , names]) => names.test(edge ? edge[1].toUpperCase() : name))
  if (!found) return undefined
  const [code, unit] = found
  if (edge) {
    const anchor = monthAnchor(unit, edge[2].toUpperCase() === 'S' ? 'start' : 'end', suffix)
    return anchor && { code: code + edge[2].toUpperCase() + (suffix ? `-${suffix}` : ''), unit, anchor }
  }
  if (!suffix) return { code, unit, anchor: null }
  const weekday = weekdays.indexOf(suffix) + 1
  if (unit === 'week' && weekday) return { code: `W-${suffix}`, unit, anchor: { edge: 'end', weekday } }
  return undefined
}

/** `QS-FEB` names the month of a first day, `QE-MAR` that of a last day; both become the month that a year begins in. */
function monthAnchor(unit: Unit, edge: Anchor['edge'], suffix?: string): Anchor | undefined {
  if (unit === 'month') return suffix ? undefined : { edge }
  if (!suffix) return { edge, month: 1 }
  const named = months.indexOf(suffix) + 1
  if (!named) return undefined
  return { edge, month: edge === 'start' ? named : (named % 12) + 1 }
}

const cycles: Record<Unit, number> = {
  second: 3600,
  minute: 1440,
  hour: 24,
  day: 7,
  businessDay: 5,
  week: 52,
  month: 12,
  quarter: 4,
  year: 1,
}

/**
 * Steps in the usual season of a frequency: an hour of seconds, a day of minutes or hours, a week of days, a year of
 * weeks, months or quarters. 96 for `15min`, 7 for `d`, 1 for `Y`.
 *
 * @param frequency - read, or as text
 * @returns steps; 1 where there is no usual season
 * @throws {GatecastError} `ERR_RANGE` for a text that is no frequency
 * @example
 * seasonOf('15min') // 96
 */
export function seasonOf(frequency: Frequency | string): number {
  const { unit, multiple } = parseFrequency(frequency)
  const divisor = (a: number, b: number): number => (b ? divisor(b, a % b) : a)
  return cycles[unit] / divisor(cycles[unit], multiple)
}
