// Steps of hours and less within opening hours. The rows of a day are counted from its opening: the hours of
// 09:00-17:30 are 09:00, 10:00, ... 17:00 on every open day. If the first row of a series lies 10 minutes after such
// a time, so do all others. A day on which the clock changes within the opening hours is longer or shorter.

import { DAY, weekdayOf } from '../civil.ts'
import type { Frequency } from '../frequency.ts'
import { fixedUnits } from '../units.ts'
import type { Zone } from '../zone.ts'
import { dayOfOpenIndex, openDayIndex } from './open_days.ts'
import type { WorkCalendar } from './work_calendar.ts'

/** The rows of all open days, at a distance of `phase` milliseconds from the opening. */
interface OpenRows {
  readonly calendar: WorkCalendar
  readonly zone: Zone
  readonly step: number
  readonly phase: number
}

/** A row: an open day, and the number of rows of that day before it. */
interface Place {
  readonly day: number
  readonly row: number
}

/** A frequency of hours or less with a calendar. */
export type OpenFrequency = Frequency & { readonly unit: keyof typeof fixedUnits; readonly calendar: WorkCalendar }

const stepOf = ({ unit, multiple }: OpenFrequency): number => fixedUnits[unit] * multiple

/** The number of rows on a usual day. */
export const rowsPerDay = (frequency: OpenFrequency): number =>
  Math.ceil((frequency.calendar.closes - frequency.calendar.opens) / stepOf(frequency))

/** The day of the last opening at or before a time, whether it is an open day or not. */
function dayAt(time: number, calendar: WorkCalendar, zone: Zone): number {
  const day = Math.floor((zone.toLocal(time) - calendar.opens) / DAY)
  // The clock can skip the opening or show it twice.
  if (time < openingOf(day, calendar, zone)) return day - 1
  return time >= openingOf(day + 1, calendar, zone) ? day + 1 : day
}

const openingOf = (day: number, { opens }: WorkCalendar, zone: Zone): number => zone.toInstant(day * DAY + opens)
const closingOf = (day: number, { closes }: WorkCalendar, zone: Zone): number => zone.toInstant(day * DAY + closes)
const isOpenDay = (day: number, { weekdays }: WorkCalendar): boolean => weekdays.includes(weekdayOf(day))

/** Returns whether a time lies within the opening hours of an open day. */
export function isOpenAt(time: number, calendar: WorkCalendar, zone: Zone): boolean {
  const day = dayAt(time, calendar, zone)
  return isOpenDay(day, calendar) && time >= openingOf(day, calendar, zone) && time < closingOf(day, calendar, zone)
}

/** Milliseconds from the opening of its day to a time. */
export const sinceOpening = (time: number, calendar: WorkCalendar, zone: Zone): number =>
  time - openingOf(dayAt(time, calendar, zone), calendar, zone)

/** The time `n` steps after a time that lies within the opening hours. */
export function addOpenSteps(time: number, n: number, frequency: OpenFrequency, zone: Zone): number {
  const rows = rowsThrough(time, frequency, zone)
  const start = placeOf(time, rows)
  const wanted = start.row + n
  const { weekdays } = rows.calendar
  let index = openDayIndex(start.day, weekdays) + Math.floor(wanted / usualRows(rows))
  const before = () => countRows(start.day, dayOfOpenIndex(index, weekdays), rows)
  while (before() > wanted) index--
  while (before() + rowsOn(dayOfOpenIndex(index, weekdays), rows) <= wanted) index++
  const row = wanted - before()
  return openingOf(dayOfOpenIndex(index, weekdays), rows.calendar, zone) + rows.phase + row * rows.step
}

/** The number of whole steps from a time within the opening hours to any other time. */
export function openStepsBetween(from: number, to: number, frequency: OpenFrequency, zone: Zone): number {
  const rows = rowsThrough(from, frequency, zone)
  const [start, end] = [placeOf(from, rows), placeOf(to, rows)]
  return countRows(start.day, end.day, rows) + end.row - start.row
}

/** The last row at or before a time, of the rows that begin at the opening. */
export function lastOpenRow(time: number, frequency: OpenFrequency, zone: Zone): number {
  const { calendar } = frequency
  const rows = { calendar, zone, step: stepOf(frequency), phase: 0 }
  const { day, row } = placeOf(time, rows)
  return openingOf(day, calendar, zone) + row * rows.step
}

function rowsThrough(time: number, frequency: OpenFrequency, zone: Zone): OpenRows {
  const { calendar } = frequency
  const step = stepOf(frequency)
  return { calendar, zone, step, phase: sinceOpening(time, calendar, zone) % step }
}

/** The last row at or before a time. It is row -1 of its day if the time is between the opening and the first row. */
function placeOf(time: number, rows: OpenRows): Place {
  const { calendar, zone, step, phase } = rows
  const day = dayAt(time, calendar, zone)
  if (isOpenDay(day, calendar)) {
    const row = Math.floor((time - openingOf(day, calendar, zone) - phase) / step)
    return { day, row: Math.min(row, rowsOn(day, rows) - 1) }
  }
  const last = dayOfOpenIndex(openDayIndex(day, calendar.weekdays), calendar.weekdays)
  return { day: last, row: rowsOn(last, rows) - 1 }
}

const usualRows = ({ calendar: { opens, closes }, step, phase }: OpenRows): number =>
  Math.ceil((closes - opens - phase) / step)

function rowsOn(day: number, { calendar, zone, step, phase }: OpenRows): number {
  const length = closingOf(day, calendar, zone) - openingOf(day, calendar, zone)
  return Math.max(0, Math.ceil((length - phase) / step))
}

/** The number of rows from the first of one day to the first of another; negative if the other is earlier. */
function countRows(from: number, to: number, rows: OpenRows): number {
  if (to < from) return -countRows(to, from, rows)
  const { calendar, zone } = rows
  const days = openDayIndex(to - 1, calendar.weekdays) - openDayIndex(from - 1, calendar.weekdays)
  let count = days * usualRows(rows)
  for (const day of daysOfChanges(from, to, calendar, zone))
    if (isOpenDay(day, calendar)) count += rowsOn(day, rows) - usualRows(rows)
  return count
}

/** The days of [from, to) on which the clock changes. */
function daysOfChanges(from: number, to: number, calendar: WorkCalendar, zone: Zone): Iterable<number> {
  if (zone.fixed) return []
  const days = new Set<number>()
  const end = openingOf(to, calendar, zone)
  for (
    let change = zone.nextChange(openingOf(from, calendar, zone) - 1);
    change <= end;
    change = zone.nextChange(change)
  )
    for (const time of [change - 1, change]) {
      const day = dayAt(time, calendar, zone)
      if (day >= from && day < to) days.add(day)
    }
  return days
}
