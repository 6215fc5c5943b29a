import { GatecastError } from '../base/error.ts'
import { nearest } from '../base/nearest.ts'

/** A value as it stands in messages. */
export function shown(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'nothing'
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid Date' : value.toISOString()
  if (typeof value === 'object') return Array.isArray(value) ? 'an array' : 'an object'
  return typeof value === 'function' ? 'a function' : String(value)
}

/** Checks that options hold nothing that is not known: a misspelt option must not be ignored. */
export function checkOptions(where: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new GatecastError('ERR_TYPE', `Expected options of ${where} as an object, got ${shown(options)}`)
  const unknown = Object.keys(options).find((name) => !known.includes(name))
  if (unknown === undefined) return
  throw new GatecastError(
    'ERR_RANGE',
    `Expected options of ${where} among ${known.join(', ')}, got "${unknown}". Did you mean ${nearest(unknown, known, 1)}?`,
  )
}

/** Checks an option that is one of some names. */
export function checkChoice<const T extends string>(name: string, value: unknown, choices: readonly T[]): T {
  if (choices.includes(value as T)) return value as T
  throw new GatecastError('ERR_RANGE', `Expected ${name} to be one of ${choices.join(', ')}, got ${shown(value)}`)
}

/** Checks an option that is a whole number. */
export function checkWhole(name: string, value: unknown, low: number): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= low) return value
  const code = typeof value === 'number' ? 'ERR_RANGE' : 'ERR_TYPE'
  throw new GatecastError(code, `Expected ${name} to be a whole number from ${low} on, got ${shown(value)}`)
}

/** Checks an option that is a number in a range. */
export function checkNumber(
  name: string,
  value: unknown,
  low = Number.NEGATIVE_INFINITY,
  high = Number.POSITIVE_INFINITY,
): number {
  if (typeof value === 'number' && value >= low && value <= high) return value
  const range = Number.isFinite(low) || Number.isFinite(high) ? ` from ${low} to ${high}` : ''
  const code = typeof value === 'number' ? 'ERR_RANGE' : 'ERR_TYPE'
  throw new GatecastError(code, `Expected ${name} to be a number${range}, got ${shown(value)}`)
}

/** An option that is a name or several. */
export function checkNames(name: string, value: unknown): string[] {
  const names = typeof value === 'string' ? [value] : value
  if (Array.isArray(names) && names.every((item) => typeof item === 'string')) return names
  throw new GatecastError('ERR_TYPE', `Expected ${name} to be names of columns, got ${shown(value)}`)
}

/** Checks that a column is there. */
export function checkColumn(role: string, name: string, columns: readonly string[]): void {
  if (columns.includes(name)) return
  throw new GatecastError(
    'ERR_DATA',
    `Expected a column ${JSON.stringify(name)} (${role}), got only ${columns.join(', ')}. Did you mean ` +
      `${nearest(name, columns, 1)}?`,
  )
}

/** The place of the first infinite number, or -1. */
export function firstInfinite(values: Float64Array): number {
  for (let row = 0; row < values.length; row++) if (Math.abs(values[row]) === Number.POSITIVE_INFINITY) return row
  return -1
}
