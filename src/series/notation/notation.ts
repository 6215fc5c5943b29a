import { checkChoice, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'

/** The way in which numbers and missing values are written in a table. */
export interface Notation {
  /** The decimal mark of numbers that are texts: `.` or `,`. Default `.`; `,` if `thousands` is `.`. */
  decimal?: '.' | ','
  /**
   * The mark between groups of three digits, as in `1,100`: `,`, `.`, `'` or a space, which stands for every kind of
   * space. Numbers without the mark are read too; `1,10` is refused. Default: no mark is allowed.
   */
  thousands?: ',' | '.' | "'" | ' '
  /** Signs and words that may stand before or after a number and are removed, for example `€` or `%`. `12 %` is 12. */
  units?: readonly string[]
  /**
   * Values that stand for a missing value, for example -200 or `#N/A`. Empty fields, `NA`, `N/A`, `NaN`, `nan`, `null`,
   * `NULL`, `None` and `-` are missing in columns of numbers. In columns of categories and ids they are texts, unless
   * they are listed here.
   */
  missing?: readonly (number | string)[]
}

export const notationNames = ['decimal', 'thousands', 'units', 'missing'] as const satisfies (keyof Notation)[]

/** A notation that was checked, with the defaults filled in. */
export interface CheckedNotation {
  readonly decimal: '.' | ','
  readonly thousands: ',' | '.' | "'" | ' ' | undefined
  /** Longer units come first, so that `kg` is not read as `k` and a rest. */
  readonly units: readonly string[]
  readonly missing: readonly (number | string)[]
}

/** The notation of numbers in JavaScript and JSON. */
export const plainNotation: CheckedNotation = { decimal: '.', thousands: undefined, units: [], missing: [] }

/** Returns whether numbers are written as in JavaScript. */
export const isPlain = ({ decimal, thousands, units }: CheckedNotation): boolean =>
  decimal === '.' && thousands === undefined && units.length === 0

export const decimalMarks = ['.', ','] as const
export const thousandsMarks = [',', '.', "'", ' '] as const

/**
 * Checks the options of a notation.
 *
 * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` naming the option
 */
export function checkNotation({ decimal, thousands, units, missing }: Notation): CheckedNotation {
  const groups =
    thousands === undefined ? undefined : checkChoice('thousands', withPlainMarks(thousands), thousandsMarks)
  const mark = decimal === undefined ? (groups === '.' ? ',' : '.') : checkChoice('decimal', decimal, decimalMarks)
  if (mark === groups)
    throw new GatecastError('ERR_RANGE', `Expected decimal and thousands to differ, got ${shown(mark)} for both`)
  return {
    decimal: mark,
    thousands: groups,
    units: units === undefined ? [] : checkUnits(units),
    missing: checkMissing(missing),
  }
}

/** Any space stands for all of them, and a typographic apostrophe for a straight one. */
const withPlainMarks = (mark: unknown): unknown =>
  typeof mark !== 'string' ? mark : /^\s$/.test(mark) ? ' ' : mark === '\u2019' ? "'" : mark

function checkUnits(units: readonly string[]): readonly string[] {
  const isUnit = (unit: unknown): boolean => typeof unit === 'string' && isUnitText(unit.trim())
  if (Array.isArray(units) && units.every(isUnit))
    return [...new Set(units.map((unit) => unit.trim()))].sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
  const odd = Array.isArray(units) ? units.find((unit) => !isUnit(unit)) : units
  throw new GatecastError(
    'ERR_TYPE',
    `Expected units to be a list of signs or words beside numbers, for example ["€", "%"], got ${shown(odd)}`,
  )
}

/** A unit must not look like a part of a number: a digit, a sign, a mark, or an exponent. */
const isUnitText = (unit: string): boolean => /^[^\d\s+\-−.,'’]/.test(unit) && !/^e[+-]?\d*$/i.test(unit)

function checkMissing(values: readonly (number | string)[] = []): readonly (number | string)[] {
  if (Array.isArray(values)) return values
  throw new GatecastError('ERR_TYPE', `Expected missing to be a list, for example [-200], got ${shown(values)}`)
}
