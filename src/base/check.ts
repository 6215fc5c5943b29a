// Checks of arguments. Each throws a GatecastError that names the argument, what it should be, and what it is.

import { isCallable, isDate, isDetached, isFloat64Array, isNumericArray, millisecondsOfDate } from './brand.ts'
import { GatecastError } from './error.ts'
import { didYouMean } from './nearest.ts'

/** A short text for a value in an error message: for objects and arrays the class or length, never the contents. */
export function shown(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'nothing'
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value)
  if (isDate(value))
    return Number.isNaN(millisecondsOfDate(value))
      ? 'an invalid Date'
      : new Date(millisecondsOfDate(value)).toISOString()
  if (typeof value === 'object') return Array.isArray(value) ? `an array of ${value.length}` : shownObject(value)
  return typeof value === 'function' ? 'a function' : String(value)
}

/** `a Float32Array`; `an object` for an object without a class. */
function shownObject(value: object): string {
  // The class is read from the prototype: a property of the object itself could be a getter of the caller.
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name
  if (typeof name !== 'string' || name === '' || name === 'Object') return 'an object'
  return `${'AEIOU'.includes(name[0]) ? 'an' : 'a'} ${name}`
}

/** Names as a message lists them. Quotes surround a name that could be taken for several names, or for a sign of the list. */
export const listNames = (names: readonly string[]): string =>
  names.length > mostListed
    ? `${names.slice(0, mostListed).map(inList).join(', ')} and ${names.length - mostListed} more`
    : names.map(inList).join(', ')

/** More names do not help a reader, and a table may have very many, and very long ones. */
const mostListed = 100

const inList = (given: string): string => {
  const name = given.length > 100 ? `${given.slice(0, 97)}...` : given
  return isOneName(name) ? name : JSON.stringify(name)
}

const isOneName = (name: string): boolean => /^[^,"]*[\p{L}\p{N}][^,"]*$/u.test(name) && name === name.trim()

/**
 * Refuses unknown keys, so that a misspelt option is not ignored.
 *
 * @throws {GatecastError} `ERR_TYPE` if `given` is not an object, `ERR_RANGE` naming the unknown key, and a
 * known one that is near
 */
export function checkKnown(what: string, given: unknown, known: readonly string[]): void {
  checkObject(what, given)
  const unknown = Object.keys(given as object).find((name) => !known.includes(name))
  if (unknown === undefined) return
  throw new GatecastError(
    'ERR_RANGE',
    `Expected ${what} to be among ${listNames(known)}, got "${unknown}"${didYouMean(unknown, known)}`,
  )
}

/** Refuses options that `where` does not have. `where` is a function or a kind of forecaster. */
export const checkOptions = (where: string, options: unknown, known: readonly string[]): void =>
  checkKnown(`the options of ${where}`, options, known)

/** Checks an option whose value is one of `choices`. */
export function checkChoice<const T extends string>(name: string, value: unknown, choices: readonly T[]): T {
  if (choices.includes(value as T)) return value as T
  const hint = typeof value === 'string' ? didYouMean(value, choices) : ''
  throw new GatecastError(
    'ERR_RANGE',
    `Expected ${name} to be one of ${listNames(choices)}, got ${shown(value)}${hint}`,
  )
}

/** Checks an option that is a whole number from `low` to `high`. */
export function checkWhole(name: string, value: unknown, low: number, high = Number.MAX_SAFE_INTEGER): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= low && value <= high) return value
  const end = high === Number.MAX_SAFE_INTEGER ? 'on' : `to ${high}`
  const range = low === Number.MIN_SAFE_INTEGER ? '' : ` from ${low} ${end}`
  const code = typeof value === 'number' ? 'ERR_RANGE' : 'ERR_TYPE'
  throw new GatecastError(code, `Expected ${name} to be a whole number${range}, got ${shown(value)}`)
}

/** Checks an option that is a number from `low` to `high`; the bounds are allowed values. */
export function checkNumber(
  name: string,
  value: unknown,
  low = Number.NEGATIVE_INFINITY,
  high = Number.POSITIVE_INFINITY,
): number {
  if (typeof value === 'number' && value >= low && value <= high) return value
  const range = Number.isFinite(high) ? ` from ${low} to ${high}` : Number.isFinite(low) ? ` from ${low} on` : ''
  const code = typeof value === 'number' ? 'ERR_RANGE' : 'ERR_TYPE'
  throw new GatecastError(code, `Expected ${name} to be a number${range}, got ${shown(value)}`)
}

/** Checks an option that is a number from `low` up to but not including `below`. */
export function checkBelow(name: string, value: unknown, low: number, below: number): number {
  if (typeof value === 'number' && value >= low && value < below) return value
  const code = typeof value === 'number' ? 'ERR_RANGE' : 'ERR_TYPE'
  throw new GatecastError(code, `Expected ${name} to be at least ${low} and below ${below}, got ${shown(value)}`)
}

/** Checks an option that is true or false. */
export function checkFlag(name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value
  throw new GatecastError('ERR_TYPE', `Expected ${name} to be true or false, got ${shown(value)}`)
}

/** Checks an option that is a text. */
export function checkText(name: string, value: unknown): string {
  if (typeof value === 'string') return value
  throw new GatecastError('ERR_TYPE', `Expected ${name} to be a text, got ${shown(value)}`)
}

/** Checks that an argument is an object, and no list. */
export function checkObject(name: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return
  throw new GatecastError('ERR_TYPE', `Expected ${name} to be an object, got ${shown(value)}`)
}

/** Checks an option that is a list. */
export function checkList<T>(name: string, value: readonly T[]): readonly T[] {
  if (Array.isArray(value)) return value
  throw new GatecastError('ERR_TYPE', `Expected ${name} to be an array, got ${shown(value)}`)
}

/**
 * Checks a list of numbers: an array or a typed array. NaN is a number, `null` is none: arithmetic would read it as 0.
 *
 * @throws {GatecastError} `ERR_TYPE` naming the first index that holds no number
 */
export function checkNumbers(name: string, value: unknown): ArrayLike<number> {
  if (isNumericArray(value)) return checkAttached(name, value)
  if (!Array.isArray(value))
    throw new GatecastError('ERR_TYPE', `Expected ${name} to be an array of numbers, got ${shown(value)}`)
  for (let i = 0; i < value.length; i++) {
    if (typeof value[i] === 'number') continue
    throw new GatecastError(
      'ERR_TYPE',
      `Expected ${name} to hold numbers, got ${shown(value[i])} at index ${i}. Use NaN for a missing value`,
    )
  }
  return value
}

function checkAttached<T>(name: string, value: T): T {
  if (!isDetached(value as ArrayBufferView)) return value
  throw new GatecastError(
    'ERR_DATA',
    `Expected ${name} to have memory, got a detached array. Copy it before its memory is transferred`,
  )
}

/** Checks an array of double precision. */
export function checkFloats(name: string, value: unknown): Float64Array {
  if (isFloat64Array(value)) return checkAttached(name, value)
  throw new GatecastError('ERR_TYPE', `Expected ${name} to be a Float64Array, got ${shown(value)}`)
}

/** Checks an optional option that is a function. */
export function checkFunction(name: string, value: unknown): void {
  if (value === undefined || isCallable(value)) return
  throw new GatecastError('ERR_TYPE', `Expected ${name} to be a function, got ${shown(value)}`)
}

/** The index of the first infinite number, or -1. */
export function firstInfinite(values: Float64Array): number {
  for (let row = 0; row < values.length; row++) if (Math.abs(values[row]) === Number.POSITIVE_INFINITY) return row
  return -1
}
