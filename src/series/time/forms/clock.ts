// The part of a text after the date: time of day, half of the day, offset, time zone.

import { zoneOf } from '../zone.ts'
import { clockTime } from './digits.ts'

/** A text cut into its date and what follows it. */
export interface ClockedText {
  readonly date: string
  /** Time of day in milliseconds; `undefined` if the text has none. */
  readonly clock: number | undefined
  /** Milliseconds to subtract from the wall clock; `undefined` if the text has no offset. */
  readonly offset: number | undefined
}

const words = /(?<=[\dm.])\s*(z|utc|gmt)$/i
const signed =
  /\s*((?:(?:utc|gmt)\s?)?[+-]\d{2}(?::?\d{2}(?::?\d{2})?)?|(?:utc|gmt)\s?[+-]\d(?::\d{2})?)(?:\s*\([^()]*\))?$/i
const afterClock = /(?::\d{2}(?:[.,]\d+)?|T\d{2,6}|\s\d{1,2}|[ap]\.?m\.?)$/i
/** `18.00.00`: hours, minutes and seconds with dots, as in Italy and Finland. */
const dotted = /(?<=\d)(\s+\d{1,2})\.(\d{2})\.(\d{2})$/
const clockPattern =
  /(?:,?\s+|(?<=\d)T|(?<=\d),)(?:(\d{1,2})(?::(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?|(\d{1,2})(\d{2})(?:(\d{2})(?:[.,](\d{1,9}))?)?)\s*(?:([ap])\.?m\.?)?$/i

/** Cuts the time of day and the offset off a text; NaN in place of values that do not exist. */
export function cutClock(text: string): ClockedText {
  const zoned = words.exec(text) ?? signed.exec(text)
  const before = zoned ? text.slice(0, zoned.index) : text
  // The end of a date may look like an offset. After a date alone, an offset has a colon: 2024-03-31-05 may be an hour.
  const isOffset = zoned !== null && (/[a-z:]/i.test(zoned[1]) || afterClock.test(before))
  const local = (isOffset ? before : text).replace(dotted, '$1:$2:$3')
  const offset = isOffset ? readOffset(zoned[1]) : undefined
  const match = clockPattern.exec(local)
  if (!match) return { date: local, clock: undefined, offset }
  const [, hour = match[5], minute = match[6] ?? '0', second = match[7] ?? '0', fraction = match[8] ?? '0'] = match
  const hours = match[9] ? halfDayHour(+hour, match[9]) : +hour
  return {
    date: local.slice(0, match.index),
    clock: clockTime(hours, +minute, +second, millisecondsOf(fraction)),
    offset,
  }
}

/** Milliseconds of a fraction of a second. Further digits are cut off. */
export const millisecondsOf = (fraction: string): number => Math.floor(+`0.${fraction}` * 1000 + 1e-6)

const halfDayHour = (hour: number, half: string): number =>
  hour > 12 ? Number.NaN : (hour % 12) + (/p/i.test(half) ? 12 : 0)

/** An offset in milliseconds, for example of `+05:30`, `-0800`, `UTC+1` or `Z`; NaN if no clock has it. */
export function readOffset(text: string): number {
  const match = /([+-])(\d{1,2})(?::?(\d{2}))?(?::?(\d{2}))?$/.exec(text)
  if (!match) return 0
  const [, sign, hours, minutes = '0', seconds = '0'] = match
  if (+hours > 23 || +minutes > 59 || +seconds > 59) return Number.NaN
  const size = ((+hours * 60 + +minutes) * 60 + +seconds) * 1000
  return sign === '-' ? -size : size
}

const annotations = /(?:\[!?[^[\]]+\])+$/

/** Cuts the annotations of RFC 9557 off a text: the time zone in brackets, and the calendar, which must be ISO's. */
export function cutAnnotations(text: string): { text: string; zone: string | undefined; valid: boolean } {
  const found = annotations.exec(text)
  if (!found) return { text, zone: undefined, valid: true }
  const tags = (found[0].match(/[^[\]]+/g) as string[]).map((tag) => tag.replace(/^!/, ''))
  const names = tags.filter((tag) => !tag.includes('='))
  const valid = names.length <= 1 && tags.every((tag) => !tag.includes('=') || /^u-ca=(iso8601|gregory)$/.test(tag))
  return { text: text.slice(0, found.index), zone: names[0], valid: valid && isZone(names[0]) }
}

function isZone(name: string | undefined): boolean {
  if (name === undefined) return true
  try {
    zoneOf(name)
    return true
  } catch {
    return false
  }
}
