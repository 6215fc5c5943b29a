import { types } from 'node:util'

/** Returns whether a value is a `Date`, also one of another realm: of the `vm` module, or of a test runner. */
export const isDate = (value: unknown): value is Date => types.isDate(value)

/** The milliseconds of a `Date` of any realm; NaN for an invalid one. */
export const millisecondsOfDate = (date: Date): number => Date.prototype.getTime.call(date)
