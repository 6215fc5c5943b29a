import type { SignalOption } from '../../../base/abort.ts'
import { checkObject, shown } from '../../../base/check.ts'
import { GatecastError } from '../../../base/error.ts'
import { type Checks, oneOf, optionsOf, text } from '../../../base/options/options.ts'
import { atOnce, type InPieces, inTurns } from '../../../base/resources/turns.ts'
import { warn } from '../../warn.ts'
import { type TimeFormat, timeFormats } from '../forms/index.ts'
import { timesInPieces } from './read_times.ts'

/** Options of {@link parseTimes}. */
export interface ParseTimesOptions {
  /** The form of the times, where several are possible: the order of day and month, the unit of numbers. Default `auto`. */
  timeFormat?: TimeFormat
  /** IANA name of the time zone of texts without an offset. Default `UTC`. */
  timeZone?: string
  /** Name of the column in error messages. Default `time`. */
  column?: string
}

const checks: Checks<ParseTimesOptions> = { timeFormat: oneOf(timeFormats), timeZone: text, column: text }

/**
 * Reads a column of times: `Date` objects, numbers, or texts. The guide "Prepare data" has the table of all forms.
 *
 * - Forms with one reading may be mixed: ISO 8601, `2024-03`, `1998 Q1`, `2024-W09`, `Jan 1, 2024`, `31.3.2024`. A month,
 *   quarter or week is read as its first day.
 * - Forms that share their cells with others are decided for the whole column: `1/2/2024` by a cell such as `13/2/2024`,
 *   or by the order that alone gives steady steps, with a warning. If that does not decide, it is an error.
 * - Numbers are read as dates of digits (`20240331`), years, or units since 1970, if they cannot be anything else. Serial
 *   dates of spreadsheets need `timeFormat: 'excel'`. Whole numbers that are no dates are an index: they stay numbers.
 *
 * @param values - a column of dates, numbers or texts
 * @param options - format, time zone, and the name of the column in messages
 * @returns milliseconds since 1970 UTC; the numbers themselves for an index. The call reads 1,000 texts or more in a
 * millisecond and nothing else runs meanwhile: in a server, use {@link parseTimesAsync} for more than 50,000 rows
 * @throws {GatecastError} `ERR_DATA` with column, row and value for a value that cannot be read, or that can be read in
 * two ways; `ERR_TYPE`, `ERR_RANGE` naming the option
 * @example
 * parseTimes(['1998 Q1', '1998 Q2'])
 * parseTimes(['31.3.2024 14:05'], { timeZone: 'Europe/Berlin' })
 * parseTimes(['01/02/2024'], { timeFormat: 'D/M/Y' })
 */
export const parseTimes = (values: ArrayLike<unknown>, options: ParseTimesOptions = {}): Float64Array =>
  atOnce(parseInPieces('parseTimes', values, options))

/**
 * {@link parseTimes} in turns with other work of the thread.
 *
 * @param values - a column of dates, numbers or texts, which must not change until the promise is settled
 * @param options - those of {@link parseTimes}, and `signal`, which stops the call
 * @returns what {@link parseTimes} returns
 * @throws {GatecastError} those of {@link parseTimes}, `ABORT_ERR`
 * @example
 * const times = await parseTimesAsync(['31.3.2024 14:05'], { timeZone: 'Europe/Berlin' })
 */
export async function parseTimesAsync(
  values: ArrayLike<unknown>,
  options: ParseTimesOptions & SignalOption = {},
): Promise<Float64Array> {
  checkObject('the options of parseTimesAsync', options)
  const { signal, ...rest } = options
  return inTurns(parseInPieces('parseTimesAsync', values, rest), signal)
}

function* parseInPieces(where: string, values: ArrayLike<unknown>, options: ParseTimesOptions): InPieces<Float64Array> {
  const { column = 'time', timeZone = 'UTC', timeFormat = 'auto' } = optionsOf(where, options, checks)
  if (typeof values !== 'object' || typeof values?.length !== 'number')
    throw new GatecastError('ERR_TYPE', `Expected times to be an array, got ${shown(values)}`)
  const { times, note } = yield* timesInPieces(values, { timeFormat, timeZone, columns: [column] })
  if (note) warn(note)
  return times
}
