import { isDate } from '../../base/brand.ts'
import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'

/** The largest distance from 1970 in milliseconds that a date can have. */
const furthest = 8.64e15

/** @throws {GatecastError} `ERR_TYPE` unless a time is a number */
export function checkTime(name: string, time: unknown): void {
  if (typeof time === 'number') return
  throw new GatecastError(
    'ERR_TYPE',
    `Expected ${name} to be milliseconds since 1970 or the number of an index, got ${shown(time)}. ` +
      (isDate(time) ? 'Take them from the Date: date.getTime()' : 'Read texts with parseTimes([...])'),
  )
}

/** @throws {GatecastError} `ERR_RANGE` for a time that no calendar reaches */
export function checkCalendarTime(time: number): void {
  if (Math.abs(time) <= furthest) return
  throw new GatecastError(
    'ERR_RANGE',
    `Expected a time within 8.64e15 milliseconds of 1970 (years -271821 to 275760), got ${time}`,
  )
}
