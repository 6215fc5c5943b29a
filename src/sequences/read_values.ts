import { checkNumbers, shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'

/**
 * A copy of values in double precision. NaN is a missing value.
 *
 * @throws {GatecastError} `ERR_TYPE` unless they are an array of numbers, `ERR_NOT_FINITE` for an infinite value
 */
export function readValues(name: string, values: unknown): Float64Array {
  const copy = new Float64Array(checkNumbers(name, values))
  for (let i = 0; i < copy.length; i++)
    if (Math.abs(copy[i]) === Number.POSITIVE_INFINITY)
      throw new GatecastError(
        'ERR_NOT_FINITE',
        `Expected ${name} to be finite, got ${copy[i]} at index ${i}. Use NaN for a missing value`,
      )
  return copy
}

/** @throws {GatecastError} `ERR_TYPE` unless the value is a number, `ERR_NOT_FINITE` for an infinite one */
export function readValue(value: unknown): number {
  if (value === null) return Number.NaN
  if (typeof value !== 'number')
    throw new GatecastError(
      'ERR_TYPE',
      `Expected the value to be a number, or NaN or null for a missing one, got ${shown(value)}`,
    )
  if (Math.abs(value) < Number.POSITIVE_INFINITY || Number.isNaN(value)) return value
  throw new GatecastError(
    'ERR_NOT_FINITE',
    `Expected the value to be finite, got ${value}. Use NaN or null for a missing value`,
  )
}
