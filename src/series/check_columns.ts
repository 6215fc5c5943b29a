import { shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import { didYouMean } from '../base/nearest.ts'

/**
 * Checks an option that is the name of a column or a list of names.
 *
 * @throws {GatecastError} `ERR_TYPE` for anything else
 */
export function checkNames(name: string, value: unknown): string[] {
  const names = typeof value === 'string' ? [value] : value
  if (Array.isArray(names) && names.every((item) => typeof item === 'string')) return names
  throw new GatecastError('ERR_TYPE', `Expected ${name} to be names of columns, got ${shown(value)}`)
}

/**
 * Checks that a table has a column.
 *
 * @throws {GatecastError} `ERR_DATA` if the column is missing; the message has the most similar name
 */
export function checkColumn(role: string, name: string, columns: readonly string[]): void {
  if (columns.includes(name)) return
  throw new GatecastError(
    'ERR_DATA',
    `Expected a column ${JSON.stringify(name)} (${role}), got only ${columns.join(', ')}${didYouMean(name, columns)}`,
  )
}
