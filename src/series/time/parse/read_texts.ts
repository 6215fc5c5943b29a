import { isDate, millisecondsOfDate } from '../../../base/brand.ts'
import { eachPiece, type InPieces } from '../../../base/resources/turns.ts'
import { weekAdvice } from '../forms/digits.ts'
import type { TextContext, TextReading } from '../forms/form.ts'
import { numberFormOf, type TimeFormat } from '../forms/index.ts'
import { type Read, readText } from '../forms/read_text.ts'
import type { ColumnReading } from './choose_reading.ts'
import type { Fail } from './read_numbers.ts'

/** The times of cells with one reading, and the readings of the column: none if no cell is shared by several forms. */
interface CellTimes {
  readonly times: Float64Array
  readonly readings: readonly ColumnReading[]
}

/**
 * Reads texts and dates. A cell that several forms share has a time in each reading; a form that does not read such a
 * cell is no reading of the column.
 *
 * @param isTolerant - leaves out cells that no form reads
 */
export function* readCells(
  values: ArrayLike<unknown>,
  context: TextContext,
  timeFormat: TimeFormat,
  fail: Fail,
  isTolerant = false,
): InPieces<CellTimes> {
  const times = new Float64Array(values.length)
  let readings: ColumnReading[] = []
  const seen = new Map<unknown, Read>()
  const readRow = (row: number): void => {
    const value = values[row]
    // Most texts occur in several series, so what they give is kept in `seen`.
    const known = seen.get(value)
    const read = known ?? readCell(value, context)
    if (known === undefined && seen.size < 100_000) seen.set(value, read)
    if (typeof read === 'number') {
      if (Number.isNaN(read) && !isTolerant) fail(row, adviceFor(value, context))
      times[row] = read
      for (let at = 0; at < readings.length; at++) readings[at].times[row] = read
      return
    }
    if (readings.length === 0) readings = startReadings(read, timeFormat, times, row, (advice) => fail(row, advice))
    readings = addReadings(readings, read, row, fail)
    if (readings.length === 1) context.only = readings[0].form
  }
  yield* eachPiece(times.length, (from, to) => {
    for (let row = from; row < to; row++) readRow(row)
  })
  return { times, readings }
}

function readCell(value: unknown, context: TextContext): Read {
  if (typeof value === 'string') return readText(value, context)
  return isDate(value) ? millisecondsOfDate(value) : Number.NaN
}

/** The readings that the first shared cell allows, with the times of the rows before it. */
function startReadings(
  read: readonly TextReading[],
  timeFormat: TimeFormat,
  times: Float64Array,
  row: number,
  fail: (advice: string) => never,
): ColumnReading[] {
  const forms = read.map(({ form }) => form)
  const isText = timeFormat !== 'auto' && numberFormOf(timeFormat) === undefined
  if (isText && !forms.includes(timeFormat))
    fail(`timeFormat is "${timeFormat}", which does not read it. Name ${listed(forms)}, or leave it out.`)
  return (isText ? [timeFormat as string] : forms).map((form) => {
    const own = new Float64Array(times.length)
    own.set(times.subarray(0, row))
    return { form, times: own }
  })
}

/** Adds a shared cell to the readings whose forms read it, and leaves out the others. */
function addReadings(
  readings: ColumnReading[],
  read: readonly TextReading[],
  row: number,
  fail: Fail,
): ColumnReading[] {
  let count = 0
  for (let at = 0; at < readings.length; at++)
    for (let other = 0; other < read.length; other++)
      if (read[other].form === readings[at].form) {
        readings[at].times[row] = read[other].time
        count++
      }
  if (count === readings.length) return readings
  const left = readings.filter(({ form }) => read.some((other) => other.form === form))
  const forms = listed(readings.map(({ form }) => form))
  return left.length ? left : fail(row, `The rows before it are ${forms}; write all times in one way.`)
}

const listed = (forms: readonly string[]): string => forms.map((form) => `"${form}"`).join(' or ')

/** Returns whether the first value that is not missing is a number, or a text of one. `03.2024` is a month. */
export function isNumeric(values: ArrayLike<unknown>): boolean {
  for (let row = 0; row < values.length; row++) {
    const value = values[row]
    if (value === null || value === undefined || value === '') continue
    if (typeof value === 'string') return /^\s*[+-]?\d+(\.\d+)?\s*$/.test(value) && !/^\s*\d\d?\.\d{4}\s*$/.test(value)
    return typeof value === 'number' || typeof value === 'bigint'
  }
  return false
}

/** Cells in which a declared decimal comma is a point: `2021,083` is a year with a fraction. */
export function* withPoints(cells: ArrayLike<unknown>, decimal: '.' | ',' | undefined): InPieces<ArrayLike<unknown>> {
  if (decimal !== ',') return cells
  const isComma = (cell: unknown): cell is string => typeof cell === 'string' && /^\s*[+-]?\d+,\d+\s*$/.test(cell)
  const changed = new Array<unknown>(cells.length)
  yield* eachPiece(cells.length, (from, to) => {
    for (let row = from; row < to; row++) {
      const cell = cells[row]
      changed[row] = isComma(cell) ? cell.replace(',', '.') : cell
    }
  })
  return changed
}

function adviceFor(value: unknown, { columns, parts }: TextContext): string {
  if (value === null || value === undefined || value === '') return 'Drop rows without a time.'
  if (typeof value === 'string' && /^\d+$/.test(value.trim()))
    return 'The rows before it are no numbers; write all times in one way.'
  const remedy = parts?.includes('week') ? `${weekAdvice}.` : 'Correct the cells of the row.'
  if (parts) return `The columns are read together as ${parts.join(', ')}. ${remedy}`
  if (columns > 1) return `The columns are read together as a date and a time of day. ${remedy}`
  return 'Write it as ISO 8601, for example 2024-03-31T14:00+02:00.'
}
