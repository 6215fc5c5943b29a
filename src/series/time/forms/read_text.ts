// Reads one text. A text with one reading gives a time; a text with several gives all of them, and its column decides.

import { DAY } from '../civil.ts'
import { zoneOf } from '../zone.ts'
import { cutAnnotations, cutClock, millisecondsOf } from './clock.ts'
import { clockTime, dayOf } from './digits.ts'
import type { TextContext, TextReading } from './form.ts'
import { readPartsText, readYearAndNumber } from './parts.ts'
import { type DateReading, readDate } from './read_date.ts'

/** A time in milliseconds since 1970 UTC, NaN if the text is no time, or the readings of the forms that share it. */
export type Read = number | readonly TextReading[]

/** The usual texts: a faster way to what the general reading gives. */
const iso = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:(Z)|([+-])(\d\d):(\d\d))?)?$/

/** Dates with slashes and a year of four digits, the most usual ones in the world after ISO. */
const slashes = /^(\d\d?)\/(\d\d?)\/(\d{4})(?: (\d\d?):(\d\d)(?::(\d\d))?)?$/

function readSlashed(match: RegExpExecArray, context: TextContext): Read {
  const [first, second, year] = [+match[1], +match[2], +match[3]]
  const clock = match[4] ? clockTime(+match[4], +match[5], +(match[6] ?? 0)) : 0
  if (match[4]) context.wallClock = true
  const dayFirst = dayOf(year, second, first) * DAY + clock
  const monthFirst = dayOf(year, first, second) * DAY + clock
  const { zone, only } = context
  if (only === 'D/M/Y' && !Number.isNaN(dayFirst)) return zone.toInstant(dayFirst)
  if (only === 'M/D/Y' && !Number.isNaN(monthFirst)) return zone.toInstant(monthFirst)
  const readings: TextReading[] = []
  if (!Number.isNaN(dayFirst)) readings.push({ form: 'D/M/Y', time: zone.toInstant(dayFirst) })
  if (!Number.isNaN(monthFirst)) readings.push({ form: 'M/D/Y', time: zone.toInstant(monthFirst) })
  return readings.length ? readings : Number.NaN
}

export function readText(given: string, context: TextContext): Read {
  const { zone, parts, columns } = context
  const match = iso.exec(given)
  if (match) {
    const wall =
      dayOf(+match[1], +match[2], +match[3]) * DAY +
      clockTime(+(match[4] ?? 0), +(match[5] ?? 0), +(match[6] ?? 0), match[7] ? millisecondsOf(match[7]) : 0)
    if (match[8]) return wall
    if (match[9])
      return +match[10] < 24 && +match[11] < 60 ? wall - offsetOf(match[9], +match[10], +match[11]) : Number.NaN
    if (match[4]) context.wallClock = true
    return zone.toInstant(wall)
  }
  const slashed = slashes.exec(given)
  if (slashed && !parts) return readSlashed(slashed, context)
  const text = given.trim()
  if (parts) {
    const wall = readPartsText(text, parts)
    if (wall !== undefined) {
      if (parts.includes('hour')) context.wallClock = true
      return zone.toInstant(wall)
    }
  } else if (columns === 2 && /^\d{4} \d{1,3}$/.test(text))
    return readYearAndNumber(text).map(({ form, time }) => ({ form, time: zone.toInstant(time) }))
  return readOther(text, context)
}

const offsetOf = (sign: string, hours: number, minutes: number): number =>
  (sign === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000

function readOther(given: string, context: TextContext): Read {
  const { text, zone: named, valid } = cutAnnotations(given)
  if (!valid) return Number.NaN
  const zone = named === undefined ? context.zone : zoneOf(named)
  // A text such as "2024 12" or "Jan 1 2024" is a date as a whole. Most texts with a colon have a time of day.
  const whole = /\d:\d/.test(text) ? [] : readDate(text)
  if (whole.length) return combine(whole, undefined, undefined, context, zone)
  const { date, clock, offset } = cutClock(text)
  if (Number.isNaN(offset)) return Number.NaN
  if (clock === undefined && offset === undefined) return Number.NaN
  const readings = (/^\d{8}$/.test(date) ? readCompact(date) : readDate(date)).filter(({ isPeriod }) => !isPeriod)
  if (named !== undefined && offset !== undefined && !/(z|utc|gmt)$/i.test(text))
    return combine(readings, clock, offset, context, zone, (time) => zone.toLocal(time) - time === offset)
  return combine(readings, clock, offset, context, zone)
}

const readCompact = (text: string): DateReading[] => {
  const day = dayOf(+text.slice(0, 4), +text.slice(4, 6), +text.slice(6, 8))
  return Number.isNaN(day) ? [] : [{ form: '', wall: day * DAY }]
}

/** Joins the readings of a date with the rest of the text. */
function combine(
  dates: readonly DateReading[],
  clock: number | undefined,
  offset: number | undefined,
  context: TextContext,
  zone: TextContext['zone'],
  holds: (time: number) => boolean = () => true,
): Read {
  if (clock !== undefined && offset === undefined && dates.length) context.wallClock = true
  const readings = dates
    .map(({ form, wall }) => {
      const local = wall + (clock ?? 0)
      return { form, time: offset === undefined ? zone.toInstant(local) : local - offset }
    })
    .filter(({ time }) => !Number.isNaN(time) && holds(time))
  if (!readings.length) return Number.NaN
  return readings.every(({ form }) => form === '') ? readings[0].time : readings
}
