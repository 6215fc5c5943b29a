import { shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import { nearest } from '../base/nearest.ts'

/** Checks an option that is a column name or several. */
export function checkNames(name: string, value: unknown): string[] {
  const names = typeof value === 'string' ? [value] : value
  if (Array.isArray(names) && names.every((item) => typeof item === 'string')) return names
  throw new GatecastError('ERR_TYPE', `Expected ${name} to be names of columns, got ${shown(value)}`)
}

/** @throws {GatecastError} `ERR_DATA` if the table has no such column, naming the nearest one */
export function checkColumn(role: string, name: string, columns: readonly string[]): void {
  if (columns.includes(name)) return
  throw new GatecastError(
    'ERR_DATA',
    `Expected a column ${JSON.stringify(name)} (${role}), got only ${columns.join(', ')}. Did you mean ` +
      `${nearest(name, columns, 1)}?`,
  )
}
