import { shown } from '../../../base/check.ts'
import { GatecastError } from '../../../base/error.ts'
import { DAY } from '../civil.ts'

/** The weekdays and hours at which rows lie. Steps count open time only, so nights and closed days are no gaps. */
export interface WorkCalendar {
  /** The text in normal form, for example `Mon-Fri 09:30-16:00`. */
  readonly text: string
  /** The open weekdays, ascending, from Monday 1 to Sunday 7. */
  readonly weekdays: readonly number[]
  /** Milliseconds from midnight to the opening. */
  readonly opens: number
  /** Milliseconds from that midnight to the closing, which is after the opening. No row lies at the closing itself. */
  readonly closes: number
}

const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const whole = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** The name of a weekday, from Monday 1 to Sunday 7. */
export const weekdayName = (weekday: number): string => names[weekday - 1]

/**
 * Reads a calendar: weekdays, hours, or both. Weekdays are `Mon-Fri`, `Sun-Thu`, `Tue,Thu` or `Mon-Wed,Sat`; without
 * them all days are open. Hours are `09:00-17:30`; without them the whole day is open. Hours that end before they
 * begin last until the next day, which belongs to the day before.
 *
 * @throws {GatecastError} `ERR_RANGE` for any other text
 */
export function parseWorkCalendar(text: string): WorkCalendar {
  const match =
    typeof text === 'string' ? /^\s*([a-z][a-z\s,-]*?)?\s*(\d[\d:]*\s*-\s*\d[\d:]*)?\s*$/i.exec(tidy(text)) : null
  const weekdays = match?.[1] ? parseWeekdays(match[1]) : [1, 2, 3, 4, 5, 6, 7]
  const hours = match?.[2] ? parseHours(match[2]) : { opens: 0, closes: DAY }
  if (!match || !weekdays || !hours || !(match[1] || match[2]))
    throw new GatecastError(
      'ERR_RANGE',
      'Expected a calendar of weekdays and hours, for example "Mon-Fri", "Tue,Thu" or "Mon-Sat 09:00-17:30", got ' +
        shown(text),
    )
  return { text: textOf(weekdays, hours), weekdays, ...hours }
}

/** Returns whether a calendar is open all the time. */
export const isAlwaysOpen = ({ weekdays, opens, closes }: WorkCalendar): boolean =>
  weekdays.length === 7 && opens === 0 && closes === DAY

/** The same weekdays with whole days. */
export const wholeDays = ({ weekdays }: WorkCalendar): WorkCalendar => {
  const hours = { opens: 0, closes: DAY }
  return { text: textOf(weekdays, hours), weekdays, ...hours }
}

/** Long dashes become hyphens. */
const tidy = (text: string): string => text.replace(/[‐-―]/g, '-')

function parseWeekdays(text: string): number[] | undefined {
  const open = new Set<number>()
  for (const part of text.split(',')) {
    const [first, last, more] = part.split('-').map(weekdayOfName)
    if (!first || last === 0 || more !== undefined) return undefined
    for (let day = first; ; day = (day % 7) + 1) {
      open.add(day)
      if (day === (last ?? first)) break
    }
  }
  return [...open].sort()
}

/** The number of a weekday; 0 for another word. */
const weekdayOfName = (text: string): number => {
  const name = text.trim().toLowerCase()
  return name.length < 3 ? 0 : whole.findIndex((one) => one.startsWith(name)) + 1
}

function parseHours(text: string): Pick<WorkCalendar, 'opens' | 'closes'> | undefined {
  const [opens, closes] = text.split('-').map(parseClock)
  if (opens === undefined || closes === undefined || opens === closes || opens >= DAY) return undefined
  return { opens, closes: closes > opens ? closes : closes + DAY }
}

function parseClock(text: string): number | undefined {
  const match = /^\s*(\d{1,2})(?::(\d\d)(?::(\d\d))?)?\s*$/.exec(text)
  const [hours, minutes, seconds] = (match?.slice(1) ?? []).map((digits) => Number(digits ?? 0))
  const time = ((hours * 60 + minutes) * 60 + seconds) * 1000
  return match && minutes < 60 && seconds < 60 && time <= DAY ? time : undefined
}

function textOf(weekdays: readonly number[], { opens, closes }: Pick<WorkCalendar, 'opens' | 'closes'>): string {
  const hours =
    opens === 0 && closes === DAY ? '' : `${clockText(opens)}-${clockText(closes > DAY ? closes - DAY : closes)}`
  return [weekdaysText(weekdays), hours].filter(Boolean).join(' ')
}

/** Three days or more in a row are a range, which may go on over Sunday. */
function weekdaysText(weekdays: readonly number[]): string {
  if (weekdays.length === 7) return 'Mon-Sun'
  const isOpen = (day: number) => weekdays.includes(((day + 6) % 7) + 1)
  return weekdays
    .filter((day) => !isOpen(day - 1))
    .map((first) => {
      let length = 1
      while (isOpen(first + length)) length++
      const days = Array.from({ length }, (_, index) => weekdayName(((first + index - 1) % 7) + 1))
      return length < 3 ? days.join(',') : `${days[0]}-${days[length - 1]}`
    })
    .join(',')
}

function clockText(time: number): string {
  const seconds = Math.floor(time / 1000)
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, ...(seconds % 60 ? [seconds % 60] : [])]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}
