import { isDate, isFloat64Array, millisecondsOfDate } from '../../base/brand.ts'
import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { atOnce, eachPiece, type InPieces } from '../../base/resources/turns.ts'
import { areMostlyNumbers } from '../notation/mostly_numbers.ts'
import { type CheckedNotation, plainNotation } from '../notation/notation.ts'
import { numberHint } from '../notation/number_hint.ts'
import { numberParser } from '../notation/parse_number.ts'
import type { Values } from './table.ts'

/** Texts that stand for a missing value in columns of numbers. In ids and categories they are texts like any other. */
export const missingMarkers = ['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', 'None', '-']

const markers: ReadonlySet<string> = new Set(missingMarkers)

/**
 * Reads a column as numbers. Booleans are 0 and 1, and texts are read in the notation.
 *
 * @throws {GatecastError} `ERR_TYPE`, `ERR_NOT_FINITE` with column, row and value
 */
export const readNumbers = (
  name: string,
  values: ArrayLike<unknown>,
  notation: CheckedNotation = plainNotation,
): Float64Array => atOnce(numbersInPieces(name, values, notation))

/** {@link readNumbers} in pieces. */
export function* numbersInPieces(
  name: string,
  values: ArrayLike<unknown>,
  notation: CheckedNotation,
): InPieces<Float64Array> {
  const result = new Float64Array(values.length)
  const read = numberReader(notation)
  const readRow = (row: number): void => {
    const value = values[row]
    const number = read(value)
    if (number === undefined) {
      const advice = typeof value === 'string' ? numberHint(value, notation) : adviceForOthers
      throw new GatecastError(
        'ERR_TYPE',
        `Expected a number in column "${name}", got ${shown(value)} (row ${row}). ${advice}`,
      )
    }
    if (!Number.isFinite(number) && !Number.isNaN(number))
      throw new GatecastError(
        'ERR_NOT_FINITE',
        `Expected finite numbers in column "${name}", got ${number} (row ${row}). Add it to missing: [Infinity], or ` +
          'replace it',
      )
    result[row] = number
  }
  yield* eachPiece(result.length, (from, to) => {
    for (let row = from; row < to; row++) readRow(row)
  })
  return result
}

const adviceForOthers = 'Convert it to a number, or name the column under categorical'

/**
 * Makes a function that reads a value as a number: NaN for a missing value, `undefined` for a value that is no number.
 */
export function numberReader(notation: CheckedNotation): (value: unknown) => number | undefined {
  const parse = numberParser(notation)
  const { missing } = notation
  const codes = missing.filter((value) => typeof value === 'number')
  const coded = (number: number | undefined) => (number !== undefined && codes.includes(number) ? Number.NaN : number)
  return (value) => {
    if (typeof value === 'number') return coded(value)
    if (value === null || value === undefined) return Number.NaN
    if (typeof value === 'boolean') return coded(Number(value))
    if (typeof value === 'bigint') return exactly(coded(Number(value)))
    if (typeof value !== 'string') return undefined
    const text = value.trim()
    if (markers.has(text) || missing.includes(text)) return Number.NaN
    return coded(parse(value))
  }
}

/** A whole number that no number holds exactly is refused. A code for a missing value may be as large as it likes. */
const exactly = (number: number | undefined): number | undefined =>
  Number.isNaN(number) || Number.isSafeInteger(number) ? number : undefined

/** A value as a number: NaN for a missing value, `undefined` for a value that is no number. */
export const toNumber = numberReader(plainNotation)

/**
 * Reads a column as texts, `null` where missing: for `null`, `undefined`, NaN, and values of `notation.missing`. A text
 * such as `NA`, `None` or an empty text is a category like any other.
 *
 * @throws {GatecastError} `ERR_TYPE` for a value that is no text, number or boolean, with column and row
 */
export const readTexts = (
  name: string,
  values: ArrayLike<unknown>,
  notation: Pick<CheckedNotation, 'missing'> = plainNotation,
): (string | null)[] => atOnce(textsInPieces(name, values, notation))

/** {@link readTexts} in pieces. */
export function* textsInPieces(
  name: string,
  values: ArrayLike<unknown>,
  { missing }: Pick<CheckedNotation, 'missing'>,
): InPieces<(string | null)[]> {
  const texts: ReadonlySet<string> = new Set(missing.map(String))
  const read = (value: unknown, row: number): string | null => {
    if (value === null || value === undefined || Number.isNaN(value)) return null
    if (isDate(value) && !Number.isNaN(millisecondsOfDate(value)))
      return new Date(millisecondsOfDate(value)).toISOString()
    const type = typeof value
    if (type !== 'string' && type !== 'number' && type !== 'bigint' && type !== 'boolean')
      throw new GatecastError(
        'ERR_TYPE',
        `Expected texts or numbers in column "${name}", got ${shown(value)} (row ${row}). Drop the column or flatten it`,
      )
    const text = String(value)
    return texts.size > 0 && texts.has(text.trim()) ? null : text
  }
  const result = new Array<string | null>(values.length)
  yield* eachPiece(values.length, (from, to) => {
    for (let row = from; row < to; row++) result[row] = read(values[row], row)
  })
  return result
}

/**
 * Reads a column of covariates whose values may be categories: as numbers, or as texts if few of them are numbers.
 *
 * @throws {GatecastError} `ERR_TYPE` if most values are numbers, but not all: with column, row and value
 */
export function* numbersOrCategories(
  name: string,
  values: ArrayLike<unknown>,
  notation: CheckedNotation = plainNotation,
): InPieces<Values> {
  const column = yield* anyInPieces(name, values, notation)
  if (isFloat64Array(column)) return column
  const read = numberReader(notation)
  let [words, numbers, first] = [0, 0, -1]
  yield* eachPiece(values.length, (from, to) => {
    for (let row = from; row < to; row++) {
      const number = read(values[row])
      if (number === undefined) {
        words++
        if (first < 0) first = row
      } else if (!Number.isNaN(number)) numbers++
    }
  })
  if (!areMostlyNumbers(numbers, numbers + words)) return column
  throw mixedError(name, { cell: values[first], place: `row ${first}`, words, numbers }, notation)
}

/** The words in an error for the cells after the first one that it names. */
export const moreCells = (count: number): string =>
  count > 1 ? ` and ${(count - 1).toLocaleString('en')} more such cells` : ''

/** A column of numbers with words among them. */
interface Mixed {
  readonly cell: unknown
  readonly place: string
  readonly words: number
  readonly numbers: number
}

/** The error for a covariate that is neither numbers nor categories. */
export function mixedError(
  name: string,
  { cell, place, words, numbers }: Mixed,
  notation: CheckedNotation,
): GatecastError {
  const hint = typeof cell === 'string' ? numberHint(cell, notation) : adviceForOthers
  return new GatecastError(
    'ERR_TYPE',
    `Expected numbers or categories in column "${name}", got ${shown(cell)} (${place})${moreCells(words)} among ` +
      `${numbers.toLocaleString('en')} ${numbers === 1 ? 'number' : 'numbers'}. ${hint}. For categories: --categorical ${name} (categorical: ["${name}"])`,
  )
}

/** Reads a column as numbers if every value is a number or missing, else as texts. */
export const readAny = (name: string, values: ArrayLike<unknown>, notation: CheckedNotation = plainNotation): Values =>
  atOnce(anyInPieces(name, values, notation))

/** {@link readAny} in pieces. */
export function* anyInPieces(name: string, values: ArrayLike<unknown>, notation: CheckedNotation): InPieces<Values> {
  if (isFloat64Array(values) && !notation.missing.length) return values.slice()
  const read = numberReader(notation)
  const numbers = new Float64Array(values.length)
  let isText = false
  yield* eachPiece(values.length, (from, to) => {
    for (let row = from; row < to && !isText; row++) {
      const number = read(values[row])
      if (number === undefined) isText = true
      else numbers[row] = number
    }
  })
  return isText ? yield* textsInPieces(name, values, notation) : numbers
}
