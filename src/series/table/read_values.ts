import { isDate, isFloat64Array } from '../../base/brand.ts'
import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { Values } from './table.ts'

/** Texts that stand for a missing value in every column. */
export const missingMarkers = ['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', 'None', '-']

const markers: ReadonlySet<string> = new Set(missingMarkers)

/** Further values that stand for a missing value. */
export type Missing = readonly (number | string)[]

/**
 * Reads a column as numbers. Booleans are 0 and 1, and texts are read as numbers.
 *
 * @throws {GatecastError} `ERR_TYPE`, `ERR_NOT_FINITE` with column, row and value
 */
export function readNumbers(name: string, values: ArrayLike<unknown>, missing: Missing = []): Float64Array {
  const result = new Float64Array(values.length)
  const numbers = missing.filter((value) => typeof value === 'number')
  for (let row = 0; row < result.length; row++) {
    const value = values[row]
    const number = toNumber(value, missing)
    if (number === undefined)
      throw new GatecastError(
        'ERR_TYPE',
        `Expected a number in column "${name}", got ${shown(value)} (row ${row}). Add it to missing if it stands for ` +
          'a missing value, or name the column under categorical',
      )
    if (!Number.isFinite(number) && !Number.isNaN(number))
      throw new GatecastError(
        'ERR_NOT_FINITE',
        `Expected finite numbers in column "${name}", got ${number} (row ${row}). Add it to missing: [Infinity], or ` +
          'replace it',
      )
    result[row] = numbers.includes(number) ? Number.NaN : number
  }
  return result
}

/** A value as a number: NaN for a missing value, `undefined` for a value that is no number. */
export function toNumber(value: unknown, missing: Missing = []): number | undefined {
  if (typeof value === 'number') return value
  if (value === null || value === undefined) return Number.NaN
  if (typeof value === 'boolean' || typeof value === 'bigint') return Number(value)
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  if (markers.has(text) || missing.includes(text)) return Number.NaN
  const number = Number(text)
  return Number.isNaN(number) ? undefined : number
}

/**
 * Reads a column as texts, `null` where missing.
 *
 * @throws {GatecastError} `ERR_TYPE` for a value that is no text, number or boolean, with column and row
 */
export function readTexts(name: string, values: ArrayLike<unknown>, missing: Missing = []): (string | null)[] {
  return Array.from(values, (value, row) => {
    if (value === null || value === undefined || Number.isNaN(value) || missing.includes(value as number)) return null
    if (isDate(value) && !Number.isNaN(value.getTime())) return value.toISOString()
    if (!/string|number|bigint|boolean/.test(typeof value))
      throw new GatecastError(
        'ERR_TYPE',
        `Expected texts or numbers in column "${name}", got ${shown(value)} (row ${row}). Drop the column or flatten it`,
      )
    const text = String(value)
    return markers.has(text.trim()) ? null : text
  })
}

/** Reads a column as numbers if every value is a number or missing, else as texts. */
export function readAny(name: string, values: ArrayLike<unknown>, missing: Missing = []): Values {
  if (isFloat64Array(values) && !missing.length) return values.slice()
  for (let row = 0; row < values.length; row++) {
    if (toNumber(values[row], missing) === undefined) return readTexts(name, values, missing)
  }
  const coded = missing.filter((value) => typeof value === 'number')
  return Float64Array.from(values, (value) => {
    const number = toNumber(value, missing) as number
    return coded.includes(number) ? Number.NaN : number
  })
}
