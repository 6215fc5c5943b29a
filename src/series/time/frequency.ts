import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { commonDivisor } from './common_divisor.ts'

/** The unit of a step. */
export type Unit = 'step' | 'second' | 'minute' | 'hour' | 'day' | 'businessDay' | 'week' | 'month' | 'quarter' | 'year'

/**
 * The days on which the rows of a calendar frequency lie. Without an anchor, all rows lie on the weekday or the day of
 * the month of the first row.
 */
export interface Anchor {
  /** `start`: rows lie on the first day of their unit. `end`: on the last day. */
  readonly edge: 'start' | 'end'
  /** For weeks: the day of the rows, from Monday 1 to Sunday 7. */
  readonly weekday?: number
  /** For quarters and years: the month in which a year starts, from 1 to 12. */
  readonly month?: number
}

/** The step between two rows. */
export interface Frequency {
  /** The text in normal form. Two frequencies are equal if their texts are equal. */
  readonly text: string
  /** The unit of a step. */
  readonly unit: Unit
  /** Number of units in a step: 15 for `15min`. */
  readonly multiple: number
  /** The days on which rows lie; `null` if the first row of a series decides. */
  readonly anchor: Anchor | null
}

const weekdays = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN']
const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']

/** Months need a capital letter: `m` could mean minutes, and `ms` milliseconds. */
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
 * Reads a frequency: a multiple (default 1) and a unit.
 *
 * | text | rows |
 * |---|---|
 * | `s`, `min`, `h` | seconds, minutes, hours; all steps have the same length |
 * | `d`, `B` | days, and business days from Monday to Friday, on the clock of the time zone |
 * | `W`, `M`, `Q`, `Y` | weeks, months, quarters, years, on the weekday or the day of the month of the first row; a last day of the month stays the last |
 * | `W-SUN` | weeks that end on a Sunday, as in pandas |
 * | `MS`, `QS`, `YS` | first days of months, quarters, years; `YS-APR`: first days of years that start in April |
 * | `ME`, `QE`, `YE` | last days of months, quarters, years; `QE-MAR`: last days of the quarters of a year that ends in March |
 *
 * Words are read as well: `1 month`, `2 weeks`, `15 minutes`.
 *
 * @param text - for example `15min`, or a frequency that was read before
 * @throws {GatecastError} `ERR_RANGE` for any other text
 * @example
 * const { unit, multiple } = parseFrequency('15min') // minute, 15
 */
export function parseFrequency(text: string | Frequency): Frequency {
  const given = typeof text === 'object' ? text?.text : text
  const match = typeof given !== 'string' ? null : /^\s*(\d*)\s*([a-z]+(?: days?)?)(?:-([a-z]{3}))?\s*$/i.exec(given)
  const index = /^\s*(\d+)\s*$/.exec(`${given}`)
  if (index && Number(index[1]) >= 1)
    return { text: `${Number(index[1])}`, unit: 'step', multiple: Number(index[1]), anchor: null }
  const multiple = match?.[1] ? Number(match[1]) : 1
  const parsed =
    match && Number.isSafeInteger(multiple) && multiple >= 1 && parseUnit(match[2], match[3]?.toUpperCase())
  if (!parsed)
    throw new GatecastError(
      'ERR_RANGE',
      `Expected a frequency, for example "15min", "h", "1d", "B", "W-SUN", "MS", "QS" or "YS", got ${shown(given)}`,
    )
  return { text: (multiple === 1 ? '' : multiple) + parsed.code, unit: parsed.unit, multiple, anchor: parsed.anchor }
}

function parseUnit(name: string, suffix?: string): { code: string; unit: Unit; anchor: Anchor | null } | undefined {
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

/**
 * `QS-FEB` names the month of a first day, `QE-MAR` the month of a last day. Both are stored as the month in which a
 * year starts.
 */
function monthAnchor(unit: Unit, edge: Anchor['edge'], suffix?: string): Anchor | undefined {
  if (unit === 'month') return suffix ? undefined : { edge }
  if (!suffix) return { edge, month: 1 }
  const named = months.indexOf(suffix) + 1
  if (!named) return undefined
  return { edge, month: edge === 'start' ? named : (named % 12) + 1 }
}

/** Units in the usual season. */
const seasons: Record<Unit, number> = {
  step: 1,
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
 * The number of steps in the usual season of a frequency. The season is an hour for seconds, a day for minutes and
 * hours, a week for days, and a year for weeks, months and quarters. It is 96 for `15min`, 7 for `d`, 1 for `Y`.
 *
 * @param frequency - a frequency, or its text
 * @returns number of steps; 1 if there is no usual season
 * @throws {GatecastError} `ERR_RANGE` for a text that is no frequency
 * @example
 * seasonOf('15min') // 96
 */
export function seasonOf(frequency: Frequency | string): number {
  const { unit, multiple } = parseFrequency(frequency)
  return seasons[unit] / commonDivisor(seasons[unit], multiple)
}
