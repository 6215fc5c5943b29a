import { shown } from '../../../base/check.ts'
import { GatecastError } from '../../../base/error.ts'
import { type InPieces, inTurns } from '../../../base/resources/turns.ts'
import type { TimeFormat } from '../forms/index.ts'
import { zoneOf } from '../zone.ts'
import { type ColumnReading, chooseReading, type ReadColumn } from './choose_reading.ts'
import { readNumbers } from './read_numbers.ts'
import { isNumeric, readCells, withPoints } from './read_texts.ts'
import { contextOf, type ReadTimesOptions } from './read_times.ts'

/** How a whole column is read. */
export interface SettledForm {
  /** The form; `auto` if all cells have forms that share their cells with no other. */
  readonly timeFormat: TimeFormat
  /** A sentence that names the chosen form, if another form reads the column too. */
  readonly note: string | undefined
}

/**
 * Settles how a column is read, from its different cells. Cells that no form reads are left out here, and are reported
 * when their series is read.
 *
 * @param regularityOf - how regular the times of a form are within each series; called only if several forms are left
 * @throws {GatecastError} `ERR_DATA` as {@link readTimes}
 */
export async function settleForm(
  given: ArrayLike<unknown>,
  options: ReadTimesOptions,
  regularityOf: (form: TimeFormat) => Promise<number>,
  signal?: AbortSignal,
): Promise<SettledForm> {
  const cells = await inTurns(withPoints(given, options.decimal), signal)
  const name = options.columns.join(' ')
  const zone = zoneOf(options.timeZone)
  const fail = (row: number, advice: string): never => {
    const got = shown(given[row])
    throw new GatecastError('ERR_DATA', `Expected a time in column "${name}", got ${got} (row ${row}). ${advice}`)
  }
  const { timeFormat, frequency } = options
  const isIndex = frequency && frequency.unit === 'step'
  const reading =
    !options.others && isNumeric(cells)
      ? readNumbers(cells, { timeFormat, zone, name, isIndex, isTolerant: true }, fail)
      : readingsOfCells(cells, contextOf(options), timeFormat, fail)
  const readings = await inTurns(reading, signal)
  return settle(readings, { name, values: cells, zone }, regularityOf)
}

function* readingsOfCells(...given: Parameters<typeof readCells>): InPieces<readonly ColumnReading[]> {
  const [cells, context, timeFormat, fail] = given
  return (yield* readCells(cells, context, timeFormat, fail, true)).readings
}

async function settle(
  readings: readonly ColumnReading[],
  column: Omit<ReadColumn, 'regularityOf'>,
  regularityOf: (form: TimeFormat) => Promise<number>,
): Promise<SettledForm> {
  if (readings.length === 0) return { timeFormat: 'auto', note: undefined }
  const found = new Map<string, number>()
  if (readings.length > 1) for (const { form } of readings) found.set(form, await regularityOf(form as TimeFormat))
  const { reading, note } = chooseReading(readings, { ...column, regularityOf: ({ form }) => found.get(form) ?? 0 })
  return { timeFormat: reading.form as TimeFormat, note }
}
