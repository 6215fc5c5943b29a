import { isBigUint64Array, isFloat64Array, isNumericArray } from '../../base/brand.ts'
import { GatecastError } from '../../base/error.ts'
import { eachPiece, type InPieces } from '../../base/resources/turns.ts'
import { decimalCell } from '../cells/decimals.ts'
import { wholeCells } from '../cells/integers.ts'
import { dateCell, milliseconds, type TimeUnit, timeCell } from '../cells/times.ts'

/** A column of nodejs-polars, with the members that are used here. */
export interface PolarsSeries {
  readonly name: string
  readonly length: number
  readonly dtype: PolarsType
  slice(from: number, length: number): PolarsSeries
  cast(type: unknown): PolarsSeries
  nullCount(): number
  toArray(): unknown[]
  toTypedArray(): unknown
}

interface PolarsType {
  /** The name of the type, for example `Datetime`. */
  readonly variant: string
  readonly timeUnit?: TimeUnit
  readonly timeZone?: string | null
}

type Cells = ArrayLike<unknown>

const numbers = ['Int8', 'Int16', 'Int32', 'UInt8', 'UInt16', 'UInt32', 'Float32', 'Float64']
const plain = ['Bool', 'Boolean', 'String', 'Utf8', 'Categorical', 'Enum', 'Time', 'Null']

/**
 * Reads a column of nodejs-polars.
 *
 * @throws {GatecastError} `ERR_TYPE` for a column of another type, `ERR_RANGE` for a decimal that no number holds
 */
export function readSeries(series: PolarsSeries, name: string): InPieces<Cells> {
  const { variant } = series.dtype
  if (numbers.includes(variant)) return readNumbers(series)
  if (plain.includes(variant)) return inSlices(series, (part) => part.toArray())
  if (variant === 'Int64' || variant === 'UInt64') return readWholes(series)
  if (variant === 'Date') return readDates(series)
  if (variant === 'Datetime') return readTimes(series)
  if (variant === 'Decimal') return readDecimals(series, name)
  throw new GatecastError(
    'ERR_TYPE',
    `Expected a column of numbers, texts, booleans or times, got ${String(series.dtype)} in column "${name}". Cast it, or ` +
      'leave it out',
  )
}

/** A type by its name. All types of the package are members of the class of each. */
const typeNamed = (series: PolarsSeries, name: string): unknown =>
  (series.dtype.constructor as unknown as Record<string, unknown>)[name]

/** Reads some rows at a time, as a call of the package copies all rows that it is given at once. */
function* inSlices<Cell>(series: PolarsSeries, read: (part: PolarsSeries) => readonly Cell[]): InPieces<Cell[]> {
  const cells = new Array<Cell>(series.length)
  yield* eachPiece(series.length, (from, to) => {
    const part = read(series.slice(from, to - from))
    for (let row = from; row < to; row++) cells[row] = part[row - from]
  })
  return cells
}

function* readNumbers(series: PolarsSeries): InPieces<Cells> {
  if (series.nullCount() === 0) {
    const values = series.toTypedArray()
    if (isFloat64Array(values)) return values
    if (isNumericArray(values)) return Float64Array.from(values)
  }
  const cells = yield* inSlices(series, (part) => part.toArray() as (number | null)[])
  return Float64Array.from(cells, (value) => value ?? Number.NaN)
}

function* readWholes(series: PolarsSeries): InPieces<Cells> {
  return wholeCells(yield* inSlices(series, bigints))
}

/**
 * Whole numbers of 64 bits. `toArray` gives them as numbers, and rounds those above 2^53; typed arrays and texts hold all
 * digits.
 */
function bigints(part: PolarsSeries): (bigint | null)[] {
  if (part.length > 0 && part.nullCount() === 0) {
    const values = part.toTypedArray() as BigInt64Array | BigUint64Array
    return isBigUint64Array(values) ? [...values] : [...values]
  }
  const texts = part.cast(typeNamed(part, 'String')).toArray() as (string | null)[]
  return texts.map((text) => (text === null ? null : BigInt(text)))
}

function* readDates(series: PolarsSeries): InPieces<Cells> {
  const cell = dateCell()
  return yield* inSlices(series, (part) =>
    (part.cast(typeNamed(part, 'Int32')).toArray() as (number | null)[]).map((day) =>
      day === null ? null : cell(day),
    ),
  )
}

/** Points in time. Without a time zone, they are times on a wall clock. */
function* readTimes(series: PolarsSeries): InPieces<Cells> {
  const { timeUnit = 'us', timeZone } = series.dtype
  const cell = timeCell(Boolean(timeZone))
  return yield* inSlices(series, (part) =>
    bigints(part.cast(typeNamed(part, 'Int64'))).map((count) =>
      count === null ? null : cell(milliseconds(count, timeUnit)),
    ),
  )
}

function* readDecimals(series: PolarsSeries, name: string): InPieces<Cells> {
  const texts = yield* inSlices(series, (part) => part.cast(typeNamed(part, 'String')).toArray() as (string | null)[])
  if (texts.every((text) => text === null || /^-?\d+$/.test(text)))
    return wholeCells(texts.map((text) => (text === null ? null : BigInt(text))))
  return texts.map((text, row) => (text === null ? null : decimalCell(text, name, row)))
}
