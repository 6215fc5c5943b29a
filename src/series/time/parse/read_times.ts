import { shown } from '../../../base/check.ts'
import { GatecastError } from '../../../base/error.ts'
import { atOnce, type InPieces } from '../../../base/resources/turns.ts'
import type { TextContext } from '../forms/form.ts'
import type { TimeFormat } from '../forms/index.ts'
import { partsOf } from '../forms/parts.ts'
import type { Frequency } from '../frequency.ts'
import { zoneOf } from '../zone.ts'
import { chooseReading, type ReadColumn } from './choose_reading.ts'
import { completeForms, type Fail, oddAdvice, readNumbers } from './read_numbers.ts'
import { isNumeric, readCells, withPoints } from './read_texts.ts'
import { type OtherRows, regularity } from './regularity.ts'

/** How a column of times is read. */
export interface ReadTimesOptions {
  readonly timeFormat: TimeFormat
  readonly timeZone: string
  /** The names of the columns; several if their texts were joined by spaces. */
  readonly columns: readonly string[]
  /** The series of each row. Default: all rows are one series. */
  readonly seriesOf?: ArrayLike<number> | undefined
  /** Times of other rows of the column that were read already. They are dates, so that digits are no numbers. */
  readonly others?: OtherRows | undefined
  /** The frequency, if it is known. */
  readonly frequency?: Frequency | undefined
  /** The decimal mark of numbers that are texts. Default: a point. */
  readonly decimal?: '.' | ',' | undefined
}

/** The times of a column, and how they were read. */
export interface ReadTimes {
  /** Milliseconds since 1970 UTC; whole numbers of steps if the form is `index`. */
  readonly times: Float64Array
  /** The form that was found; `auto` if all cells have forms that share their cells with no other. */
  readonly timeFormat: TimeFormat
  /** A sentence that names the chosen form, if another form reads the column too. */
  readonly note: string | undefined
  /** Whether some times come from a wall clock, without an offset: it shows an hour twice when it is set back. */
  readonly wallClock: boolean
}

/**
 * Reads a column of times by one form.
 *
 * @throws {GatecastError} `ERR_DATA` with column, row and value for a value that cannot be read, and for one that can be
 * read in two ways
 */
export const readTimes = (cells: ArrayLike<unknown>, options: ReadTimesOptions): ReadTimes =>
  atOnce(timesInPieces(cells, options))

/** {@link readTimes} in pieces. */
export function* timesInPieces(cells: ArrayLike<unknown>, options: ReadTimesOptions): InPieces<ReadTimes> {
  const values = yield* withPoints(cells, options.decimal)
  const { timeFormat, frequency, seriesOf, others } = options
  const name = options.columns.join(' ')
  const zone = zoneOf(options.timeZone)
  const column: ReadColumn = {
    ...{ name, values, zone },
    regularityOf: ({ times }) => regularity(times, seriesOf, zone, others),
  }
  const fail: Fail = (row, advice) => {
    const got = shown(cells[row])
    throw new GatecastError('ERR_DATA', `Expected a time in column "${name}", got ${got} (row ${row}). ${advice}`)
  }
  if (!others && isNumeric(values)) {
    const isIndex = frequency && frequency.unit === 'step'
    const readings = yield* readNumbers(values, { timeFormat, zone, name, isIndex }, fail)
    const { reading, note } = chooseReading(readings, column)
    const odd = reading.times.findIndex(Number.isNaN)
    if (odd >= 0) fail(odd, oddAdvice([reading.form], completeForms(readings)))
    const wallClock = reading.form.includes('HH')
    return { times: reading.times, timeFormat: reading.form as TimeFormat, note, wallClock }
  }
  const context = contextOf(options)
  const { times, readings } = yield* readCells(values, context, timeFormat, fail)
  const { wallClock } = context
  if (!readings.length) return { times, timeFormat: 'auto', note: undefined, wallClock }
  const { reading, note } = chooseReading(readings, column)
  return { times: reading.times, timeFormat: reading.form as TimeFormat, note, wallClock }
}

/** How the texts of a column are read. */
export const contextOf = ({ columns, timeFormat, timeZone }: ReadTimesOptions): TextContext => ({
  ...{ zone: zoneOf(timeZone), parts: partsOf(columns, timeFormat), columns: columns.length, wallClock: false },
})
