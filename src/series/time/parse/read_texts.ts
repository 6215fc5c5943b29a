import { isDate, millisecondsOfDate } from '../../../base/dates.ts'
import type { TextContext, TextReading } from '../forms/form.ts'
import { numberFormOf, type TimeFormat } from '../forms/index.ts'
import { type Read, readText } from '../forms/read_text.ts'
import type { ColumnReading } from './choose_reading.ts'
import type { Fail } from './read_numbers.ts'

/** A cell that several forms read. */
export type SharedCell = readonly [row: number, readings: readonly TextReading[]]

/** Reads the cells that have one reading, and collects the others. */
export function readCells(values: ArrayLike<unknown>, context: TextContext, fail: Fail) {
  const times = new Float64Array(values.length)
  const shared: SharedCell[] = []
  const seen = new Map<unknown, Read>()
  for (let row = 0; row < times.length; row++) {
    const value = values[row]
    // Most texts occur in several series, so their readings are kept in `seen`.
    const known = seen.get(value)
    const read = known ?? readCell(value, context)
    if (typeof read === 'number') {
      if (Number.isNaN(read)) fail(row, adviceFor(value))
      times[row] = read
    } else shared.push([row, read])
    if (known === undefined && seen.size < 100_000) seen.set(value, read)
  }
  return { times, shared }
}

function readCell(value: unknown, context: TextContext): Read {
  if (typeof value === 'string') return readText(value, context)
  return isDate(value) ? millisecondsOfDate(value) : Number.NaN
}

/** The readings of a column: one for each form that reads all cells that several forms share. */
export function readingsOf(
  times: Float64Array,
  shared: readonly SharedCell[],
  timeFormat: TimeFormat,
  fail: Fail,
): ColumnReading[] {
  let forms = shared[0][1].map(({ form }) => form)
  if (timeFormat !== 'auto' && !forms.includes(timeFormat) && numberFormOf(timeFormat) === undefined)
    fail(shared[0][0], `timeFormat is "${timeFormat}", which does not read it. Name ${listed(forms)}, or leave it out.`)
  if (forms.includes(timeFormat)) forms = [timeFormat]
  for (const [row, readings] of shared) {
    const left = forms.filter((form) => readings.some((reading) => reading.form === form))
    if (left.length === 0) fail(row, `The rows before it are ${listed(forms)}; write all times in one way.`)
    forms = left
  }
  return forms.map((form) => {
    const own = times.slice()
    for (const [row, readings] of shared)
      own[row] = (readings.find((reading) => reading.form === form) as TextReading).time
    return { form, times: own }
  })
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

function adviceFor(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'Drop rows without a time.'
  if (typeof value === 'string' && /^\d+$/.test(value.trim()))
    return 'The rows before it are no numbers; write all times in one way.'
  return 'Write it as ISO 8601, for example 2024-03-31T14:00+02:00.'
}
