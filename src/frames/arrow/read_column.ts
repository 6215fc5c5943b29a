import { isFloat64Array } from '../../base/brand.ts'
import { GatecastError } from '../../base/error.ts'
import { eachPiece, type InPieces } from '../../base/resources/turns.ts'
import { decimalCell, decimalText } from '../cells/decimals.ts'
import { wholeCells } from '../cells/integers.ts'
import { clockText, dateCell, milliseconds, type TimeUnit, timeCell } from '../cells/times.ts'
import { type ArrowChunk, type ArrowColumn, integersIn, missingIn, typeId } from './layout.ts'

/** Makes the function that reads the rows of a chunk, which starts at a row of the column. */
type ChunkReader = (chunk: ArrowChunk, start: number) => (row: number) => unknown

type Cells = ArrayLike<unknown>

const units: readonly TimeUnit[] = ['s', 'ms', 'us', 'ns']

/**
 * Reads a column of numbers, texts, booleans, dates, times or decimals, or one of numbers that stand for such values.
 *
 * @throws {GatecastError} `ERR_TYPE` for a column of another type, `ERR_RANGE` for a decimal that no number holds
 */
export function readColumn(column: ArrowColumn, name: string): InPieces<Cells> {
  const { type } = column
  switch (type.typeId) {
    case typeId.int:
      return type.bitWidth === 64 ? wholes(column, 0) : numbers(column)
    case typeId.float:
      return type.precision === 0 ? cells(column, byPosition(column)) : numbers(column)
    case typeId.text:
    case typeId.largeText:
    case typeId.textView:
    case typeId.flag:
    case typeId.null:
      return cells(column, byPosition(column))
    case typeId.decimal:
      return decimals(column, name)
    case typeId.date:
      return dates(column)
    case typeId.timestamp:
      return timestamps(column)
    case typeId.time:
      return clocks(column)
    case typeId.dictionary:
      return labels(column, name)
    default:
      throw new GatecastError(
        'ERR_TYPE',
        `Expected a column of numbers, texts, booleans or times, got ${String(type)} in column "${name}". Cast it, or leave ` +
          'it out',
      )
  }
}

/** Reads the rows of all chunks. */
function* fill<To extends unknown[] | Float64Array>(
  to: To,
  { data }: ArrowColumn,
  missing: unknown,
  reader: ChunkReader,
): InPieces<To> {
  const result = to as unknown[]
  let start = 0
  for (const chunk of data) {
    const isMissing = missingIn(chunk)
    const read = reader(chunk, start)
    const first = start
    yield* eachPiece(chunk.length, (from, end) => {
      for (let row = from; row < end; row++) result[first + row] = isMissing(row) ? missing : read(row)
    })
    start += chunk.length
  }
  return to
}

const cells = <Cell>(column: ArrowColumn, reader: (chunk: ArrowChunk, start: number) => (row: number) => Cell) =>
  fill(new Array<Cell | null>(column.length), column, null, reader)

/** Reads as the package itself does. */
const byPosition =
  (column: ArrowColumn): ChunkReader =>
  (_, start) =>
  (row) =>
    (column.get ? column.get(start + row) : column.at?.(start + row)) ?? null

const inMemory: ChunkReader =
  ({ values }) =>
  (row) =>
    values[row]

/** Numbers of up to 53 bits. The memory of one chunk of doubles without missing values is not copied. */
function* numbers(column: ArrowColumn): InPieces<Cells> {
  const [first, second] = column.data
  if (first && !second && first.nullCount === 0 && isFloat64Array(first.values))
    return first.values.subarray(0, first.length)
  return yield* fill(new Float64Array(column.length), column, Number.NaN, inMemory)
}

/** Whole numbers of 64 bits, or of the bits of a decimal. */
function* wholes(column: ArrowColumn, bits: number): InPieces<Cells> {
  const { isSigned, signed } = column.type
  return wholeCells(yield* cells(column, (chunk) => integersIn(chunk, (bits || 64) / 8, isSigned ?? signed ?? true)))
}

function decimals(column: ArrowColumn, name: string): InPieces<Cells> {
  const { scale = 0, bitWidth = 128 } = column.type
  if (scale === 0) return wholes(column, bitWidth)
  return cells(column, (chunk, start) => {
    const unscaled = integersIn(chunk, bitWidth / 8, true)
    return (row) => decimalCell(decimalText(unscaled(row), scale), name, start + row)
  })
}

/** Dates. Some programs store times of day in the type for dates in milliseconds: then all of them are instants. */
function* dates(column: ArrowColumn): InPieces<Cells> {
  const toDate = dateCell()
  if (column.type.unit === 0)
    return yield* cells(
      column,
      ({ values }) =>
        (row) =>
          toDate(Number(values[row])),
    )
  const times = yield* cells(column, (chunk) => {
    const read = integersIn(chunk, 8, true)
    return (row) => Number(read(row))
  })
  const areDates = times.every((time) => time === null || time % day === 0)
  const cell = areDates ? (time: number) => toDate(time / day) : timeCell(true)
  return times.map((time) => (time === null ? null : cell(time)))
}

const day = 86_400_000

/** Points in time. Without a time zone, they are times on a wall clock. */
function timestamps(column: ArrowColumn): InPieces<Cells> {
  const { unit = 0, timezone } = column.type
  const cell = timeCell(Boolean(timezone))
  return cells(column, (chunk) => {
    const read = integersIn(chunk, 8, true)
    return (row) => cell(milliseconds(read(row), units[unit]))
  })
}

/** Times of day. */
function clocks(column: ArrowColumn): InPieces<Cells> {
  const { unit = 0, bitWidth = 32 } = column.type
  const nanoseconds = 10n ** BigInt(9 - 3 * unit)
  return cells(column, (chunk) => {
    const read = integersIn(chunk, bitWidth / 8, true)
    return (row) => clockText(read(row) * nanoseconds)
  })
}

/** Numbers that stand for values. Each value is read once. */
function* labels(column: ArrowColumn, name: string): InPieces<Cells> {
  const known = new Map<ArrowColumn, Cells>()
  for (const { dictionary } of column.data)
    if (dictionary && !known.has(dictionary)) known.set(dictionary, yield* readColumn(dictionary, name))
  return yield* cells(column, ({ values, dictionary }) => {
    const own = (dictionary && known.get(dictionary)) ?? []
    return (row) => own[Number(values[row])] ?? null
  })
}
