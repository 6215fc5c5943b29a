import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { isClockUnit, isMonthUnit, type Unit } from './units.ts'
import { isAlwaysOpen, parseWorkCalendar, type WorkCalendar, wholeDays } from './work_calendar/work_calendar.ts'

export type { Unit } from './units.ts'

/**
 * The days on which the rows of a calendar frequency lie. Without an anchor, all rows lie on the weekday or the day of
 * the month of the first row.
 */
export interface Anchor {
  /**
   * `start`: rows lie on the first day of their unit. `end`: on the last day. `day`: on a day of the month, or on the
   * last day of a month that is shorter.
   */
  readonly edge: 'start' | 'end' | 'day'
  /** For weeks: the day of the rows, from Monday 1 to Sunday 7. */
  readonly weekday?: number
  /** For quarters and years: the month in which a year starts, from 1 to 12. */
  readonly month?: number
  /** For the edge `day`: the day of the month, from 2 to 31. */
  readonly day?: number
}

/** The step between two rows. */
export interface Frequency {
  /** The text in normal form. Two frequencies are equal if their texts are equal. */
  readonly text: string
  /** The unit of a step; `step` for an index, whose times are whole numbers without a date. */
  readonly unit: Unit
  /** Number of units in a step: 15 for `15min`. */
  readonly multiple: number
  /** The days on which rows lie; `null` if the first row of a series decides. */
  readonly anchor: Anchor | null
  /** The weekdays and hours that have rows; absent if all have. */
  readonly calendar?: WorkCalendar
}

const weekdays = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN']
const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']

/** Months need a capital letter: `m` could mean minutes, and `ms` is milliseconds. */
const units: [code: string, unit: Unit, names: RegExp][] = [
  ['ms', 'millisecond', /^(ms|[Mm]illis(econds?)?|[Mm]secs?)$/],
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
 * | `ms`, `s`, `min`, `h` | milliseconds, seconds, minutes, hours; all steps have the same length |
 * | `d`, `B` | days, and business days from Monday to Friday, on the clock of the time zone |
 * | `W`, `M`, `Q`, `Y` | weeks, months, quarters, years, on the weekday or the day of the month of the first row; a last day of the month stays the last |
 * | `W-SUN` | weeks that end on a Sunday, as in pandas |
 * | `MS`, `QS`, `YS` | first days of months, quarters, years; `YS-APR`: first days of years that start in April |
 * | `ME`, `QE`, `YE` | last days of months, quarters, years; `QE-MAR`: last days of the quarters of a year that ends in March |
 * | `M-28`, `Q-30`, `Y-29` | the 28th of each month, the 30th of each third month, the 29th of a month of each year; the last day of a month that is shorter |
 * | `15min@Mon-Fri 09:30-16:00`, `d@Tue,Thu` | a frequency and a calendar: open weekdays, and hours; steps count open time only, and each day begins at the opening; `d@Mon-Fri` is `B` |
 * | `1`, `2` | an index: whole numbers without a date, at a distance of 1 or 2 |
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
  const [step, ...calendars] = typeof given === 'string' || typeof given === 'number' ? `${given}`.split('@') : []
  const parsed = step !== undefined && calendars.length < 2 ? parseStep(step) : undefined
  if (!parsed)
    throw new GatecastError(
      'ERR_RANGE',
      'Expected a frequency, for example "15min", "h", "1d", "B", "W-SUN", "MS", "M-28", "QS", "YS", or "1" for an ' +
        `index, got ${shown(given)}`,
    )
  return calendars.length ? withCalendar(parsed, calendars[0]) : parsed
}

/** A frequency that is given as such, without a second look, or as its text. */
export const frequencyOf = (given: Frequency | string): Frequency =>
  typeof given === 'object' && typeof given?.unit === 'string' ? given : parseFrequency(given)

/**
 * A frequency within a calendar. Days use the weekdays of the calendar only.
 *
 * @throws {GatecastError} `ERR_RANGE` for a calendar that cannot be read, or that does not fit the frequency
 */
export function withCalendar(step: Frequency | string, text: string): Frequency {
  const frequency = parseFrequency(step)
  const given = parseWorkCalendar(text)
  const { unit, multiple } = frequency
  const calendar = unit === 'day' || unit === 'businessDay' ? wholeDays(given) : given
  const isWorkWeek = calendar.text === 'Mon-Fri'
  if (isAlwaysOpen(calendar) || frequency.calendar?.text === calendar.text) return frequency
  if (unit === 'businessDay' && isWorkWeek) return frequency
  if (frequency.calendar || !(unit === 'day' || isClockUnit(unit)))
    throw new GatecastError(
      'ERR_RANGE',
      `Expected a frequency of a day or less without a calendar, for example "d" or "15min", for calendar ` +
        `"${given.text}" (--calendar), got "${frequency.text}"`,
    )
  if (unit === 'day' && isWorkWeek) return parseFrequency(`${multiple}B`)
  return { ...frequency, text: `${frequency.text}@${calendar.text}`, calendar }
}

function parseStep(text: string): Frequency | undefined {
  const match = /^\s*(\d*)\s*([a-z]*(?: days?)?)(?:-([a-z]{3}|\d{1,2}))?\s*$/i.exec(text)
  const [, digits, name, suffix] = match ?? []
  const multiple = digits ? Number(digits) : 1
  if (!match || !(digits || name) || !Number.isSafeInteger(multiple) || multiple < 1) return undefined
  if (/^(steps?)?$/i.test(name))
    return suffix ? undefined : { text: `${multiple}`, unit: 'step', multiple, anchor: null }
  const parsed = parseUnit(name, suffix?.toUpperCase())
  return parsed && { ...parsed, text: (multiple === 1 ? '' : multiple) + parsed.text, multiple }
}

function parseUnit(name: string, suffix?: string): Pick<Frequency, 'text' | 'unit' | 'anchor'> | undefined {
  const edge = /^(M|[qya]|[QYA])([seSE])$/.exec(name)
  const found = units.find(([, , names]) => names.test(edge ? edge[1].toUpperCase() : name))
  if (!found) return undefined
  const [code, unit] = found
  if (edge) {
    const anchor = monthAnchor(unit, edge[2].toUpperCase() === 'S' ? 'start' : 'end', suffix)
    return anchor && { text: code + edge[2].toUpperCase() + (suffix ? `-${suffix}` : ''), unit, anchor }
  }
  if (!suffix) return { text: code, unit, anchor: null }
  const weekday = weekdays.indexOf(suffix) + 1
  if (unit === 'week' && weekday) return { text: `W-${suffix}`, unit, anchor: { edge: 'end', weekday } }
  const day = Number(suffix)
  if (!isMonthUnit(unit) || !(day >= 1 && day <= 31)) return undefined
  if (unit === 'month' && day === 1) return parseUnit('MS')
  return { text: `${code}-${day}`, unit, anchor: { edge: 'day', day } }
}

/**
 * `QS-FEB` names the month of a first day, `QE-MAR` the month of a last day. Both are stored as the month in which a
 * year starts.
 */
function monthAnchor(unit: Unit, edge: 'start' | 'end', suffix?: string): Anchor | undefined {
  if (unit === 'month') return suffix ? undefined : { edge }
  if (!suffix) return { edge, month: 1 }
  const named = months.indexOf(suffix) + 1
  if (!named) return undefined
  return { edge, month: edge === 'start' ? named : (named % 12) + 1 }
}
