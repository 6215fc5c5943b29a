import { listNames, shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import { didYouMean } from '../base/nearest.ts'

/**
 * Checks an option that is the name of a column or a list of names.
 *
 * @throws {GatecastError} `ERR_TYPE` for anything else
 */
export function checkNames(name: string, value: unknown): string[] {
  // `every` does not look at the holes of a sparse array, so the list is copied first.
  const names = typeof value === 'string' ? [value] : Array.isArray(value) ? Array.from(value) : undefined
  if (names?.every((item) => typeof item === 'string')) return names
  throw new GatecastError('ERR_TYPE', `Expected ${name} to be names of columns, got ${shown(value)}`)
}

/**
 * Checks that a table has a column.
 *
 * @param table - what the table is, for messages, if it could be another one
 * @throws {GatecastError} `ERR_DATA` if the column is missing; the message has the most similar name
 */
export function checkColumn(role: string, name: string, columns: readonly string[], table?: string): void {
  if (columns.includes(name)) return
  const where = table === undefined ? '' : ` in ${table}`
  const [only] = columns
  // A header that was not divided is no name that the user can have meant.
  const advice =
    columns.length === 1 && /[,;|\t]/.test(only)
      ? '. It is one column: name the delimiter, the character between two fields'
      : didYouMean(name, columns)
  throw new GatecastError(
    'ERR_DATA',
    `Expected a column ${JSON.stringify(name)} (${role})${where}, got only ${listNames(columns)}${advice}`,
  )
}
