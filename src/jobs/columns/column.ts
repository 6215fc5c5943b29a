// The kind of a column: times, numbers, yes or no, or texts. The type that a reader of CSV guesses is no evidence, so the
// cells of all rows decide.

import type { ColumnProfile, PlacedCell } from '../../files/index.ts'
import { areMostlyNumbers } from '../../series/notation/mostly_numbers.ts'
import { isTimeText } from '../../series/time/parse/is_time_text.ts'
import { type DatePart, datePartIn, isUsual, isWhole } from './names.ts'

/** A column of the source. */
export interface Column {
  readonly name: string
  /** `empty`: no cell has a value. `other`: a type that cannot be read, for example a list. */
  readonly kind: 'time' | 'number' | 'flag' | 'text' | 'empty' | 'other'
  /** In a column of numbers: the first cells that are none. The column can be read only without them. */
  readonly odd: readonly PlacedCell[]
  /** Number of these cells. */
  readonly oddCount: number
  /** The part of a date that the column holds, for example the weekday. */
  readonly part: DatePart | undefined
  /** The first cells, without missing ones. */
  readonly cells: readonly string[]
  /** All first cells are whole numbers. */
  readonly isWhole: boolean
  readonly rows: number
  /** Number of cells that are missing if the column holds numbers. */
  readonly missing: number
  /** Number of cells without a text. */
  readonly empty: number
  /** Number of different cells, to within a few per cent. */
  readonly distinct: number
}

/** A number with other marks than a point: 1,5 or 1,100 or 1.234,5 or 1 234 or 12 % or $5. */
const otherNumber = /^[-+]?[$€£]?\s?(\d{1,3}(([ ',.’\u00a0\u202f])\d{3})+([.,]\d+)?|\d+[.,]\d+|\d+)\s?[%€$£]?$/

/** The least share of times among the first cells of a column of times. */
const leastTimes = 0.5

export function columnOf(profile: ColumnProfile): Column {
  const { name, type, rows, missing, empty, numbers, distinct, odd } = profile
  const cells = profile.values.filter((value): value is string => value !== null && value.trim() !== '')
  const kind = kindOf(profile, cells)
  const isOdd = kind === 'number' && !isNumeric(type)
  return {
    ...{ name, kind, rows, missing, empty, distinct, cells },
    odd: isOdd ? odd : [],
    oddCount: isOdd ? rows - missing - numbers : 0,
    part: type === 'TIME' ? 'hour' : datePartIn(name, cells),
    isWhole: cells.length > 0 && cells.every((cell) => isWhole(cell)),
  }
}

const isNumeric = (type: string): boolean =>
  /^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL\(.*\)|BIGNUM)$/.test(type)

function kindOf({ name, type, rows, missing, numbers }: ColumnProfile, cells: readonly string[]): Column['kind'] {
  const filled = rows - missing
  if (/^(DATE|TIMESTAMP(_\w+)?|TIMESTAMP WITH TIME ZONE)$/.test(type)) return 'time'
  if (!isNumeric(type) && !/^(VARCHAR|UUID|BOOLEAN|JSON|ENUM\(.*\))$/.test(type)) return 'other'
  // Several texts such as NA and null can be ids.
  if (filled === 0) return new Set(cells).size > 1 ? 'text' : 'empty'
  if (type === 'BOOLEAN') return 'flag'
  if (isNumeric(type) || numbers === filled) return 'number'
  if (cells.every((cell) => /^(true|false)$/i.test(cell.trim()))) return 'flag'
  if (shareOf(cells, isTimeText) >= leastTimes) return 'time'
  if (areMostlyNumbers(numbers, filled) || isUsual('target', name)) return 'number'
  const others = cells.filter((cell) => otherNumber.test(cell.trim())).length
  return areMostlyNumbers(others, cells.length) ? 'number' : 'text'
}

function shareOf(cells: readonly string[], test: (cell: string) => boolean): number {
  // The first cells show most columns of texts, and a cell that is no time takes long to refuse.
  const first = cells.slice(0, 20)
  if (!first.some(test)) return 0
  return cells.filter(test).length / cells.length
}

/** The name and the first cell: a decimal comma, for example, shows why a column is no column of numbers. */
export const shownColumn = ({ name, cells }: Column): string =>
  cells.length ? `${name} ("${cells[0]}")` : `${name} (nothing)`
