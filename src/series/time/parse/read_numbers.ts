import { eachPiece, type InPieces } from '../../../base/resources/turns.ts'
import type { NumberColumn, NumberForm } from '../forms/form.ts'
import { numberFormOf, numberForms, type TimeFormat } from '../forms/index.ts'
import { lacksPartOfYear } from '../forms/lacks_year.ts'
import type { Zone } from '../zone.ts'
import type { ColumnReading } from './choose_reading.ts'
import { type Described, describeNumbers, type Fail, fewOf } from './describe_numbers.ts'

export type { Fail }

/** Facts about a column that decide how its numbers are read. */
export interface NumberOptions {
  readonly timeFormat: TimeFormat
  readonly zone: Zone
  /** The name of the column: it may tell what the numbers are. */
  readonly name: string
  /** Whether the rows are steps of an index (true), or times of a calendar (false), because the frequency says so. */
  readonly isIndex: boolean | undefined
  /** Whether a reading may leave out a few numbers: a source has one form, and its bad cells are reported later. */
  readonly isTolerant?: boolean
}

/**
 * The readings of a column of numbers, or of texts of digits: one for each form that reads all of them. A date of digits
 * that reads all numbers but a few is a reading too, with NaN for the others: a bad cell must not turn dates into numbers
 * of steps, or months into weeks.
 *
 * @param fail - throws the error for a row, with some advice
 */
export function* readNumbers(
  values: ArrayLike<unknown>,
  options: NumberOptions,
  fail: Fail,
): InPieces<ColumnReading[]> {
  const named = options.isIndex && options.timeFormat === 'auto' ? 'index' : options.timeFormat
  const form = numberFormOf(named)
  const described = yield* describeNumbers(values, options.name, form !== undefined, fail)
  const { column } = described
  if (form) {
    const reading = yield* readingOf(named, form, column, options.zone)
    const bad = reading.times.findIndex(Number.isNaN)
    return bad < 0 ? [reading] : fail(bad, namedAdvice(named))
  }
  const complete = yield* completeReadings(described, options)
  const preferred = complete.filter(({ form: own }) => !yieldsToOne(own, complete))
  const nearly = (yield* nearlyComplete(described, options)).filter(
    ({ form: own }) => !complete.some((other) => other.form === own) && !yieldsToOne(own, complete),
  )
  if (preferred.some(isDate) || nearly.length === 0)
    return preferred.length
      ? [...preferred, ...nearly]
      : fail(yield* firstOddRow(column, options), adviceFor(column, options))
  const least = Math.min(...nearly.map(unreadIn))
  const best = nearly.filter((reading) => unreadIn(reading) === least)
  return options.isTolerant ? best : fail(firstUnread(best[0]), oddAdvice(best.map(({ form: own }) => own)))
}

/**
 * Advice for a number that the form of all other numbers does not read.
 *
 * @param others - forms that read all numbers
 */
export function oddAdvice(forms: readonly string[], others: readonly string[] = []): string {
  const other = others.length ? `a form: timeFormat: ${quoted(others)} (--time-format)` : 'another form with timeFormat'
  return `All numbers but a few are ${quoted(forms)}. ${noteOn(forms[0])}Correct or drop such rows, or name ${other}.`
}

const quoted = (forms: readonly string[]): string => forms.map((form) => `"${form}"`).join(' or ')

const namedAdvice = (form: string): string =>
  `The times are read as "${form}". ${noteOn(form)}Correct or drop such rows, or name another form with timeFormat.`

const noteOn = (form: string): string => {
  const advice = numberFormOf(form)?.advice
  return advice === undefined ? '' : `${advice}. `
}

const formsOf = (): [string, NumberForm][] => Object.entries(numberForms as Record<string, NumberForm>)

const isDate = ({ form, onlyByName }: ColumnReading): boolean => !onlyByName && numberFormOf(form)?.gives === 'wall'

const yieldsToOne = (form: string, others: readonly ColumnReading[]): boolean =>
  others.some((other) => numberFormOf(form)?.yieldsTo?.includes(other.form))

/** The readings that read all numbers. */
function* completeReadings({ column }: Described, { isIndex, zone }: NumberOptions): InPieces<ColumnReading[]> {
  const some = sampleOf(column.values)
  const found: ColumnReading[] = []
  for (const [name, form] of formsOf()) {
    if (!form.fits(column) || (name === 'index' && isIndex === false)) continue
    if (some.map(form.reader(column)).some(Number.isNaN)) continue
    const reading = yield* readingOf(name, form, column, zone)
    if (unreadIn(reading) === 0) found.push(reading)
    yield
  }
  return found
}

/** The readings as dates that read all numbers but a few. */
function* nearlyComplete({ column, usual, isOdd }: Described, { zone }: NumberOptions): InPieces<ColumnReading[]> {
  const some = sampleOf(usual.values)
  const few = fewOf(column.values.length)
  const found: ColumnReading[] = []
  for (const [name, form] of formsOf()) {
    if (form.gives !== 'wall' || form.onlyByName || !(form.fitsMost ?? form.fits)(usual)) continue
    if (some.map(form.reader(usual)).filter(Number.isNaN).length > Math.max(1, some.length / 4)) continue
    const reading = yield* readingOf(name, form, usual, zone, column.values, isOdd)
    const unread = unreadIn(reading)
    if (unread > 0 && unread <= few) found.push(reading)
    yield
  }
  return found
}

/** A few numbers show at once that most forms do not fit. */
function sampleOf(values: Float64Array): Float64Array {
  const step = Math.ceil(values.length / 64)
  return Float64Array.from({ length: Math.ceil(values.length / step) || 0 }, (_, at) => values[at * step])
}

function unreadIn({ times }: ColumnReading): number {
  let count = 0
  for (const time of times) if (Number.isNaN(time)) count++
  return count
}

/** The names of the readings that read all numbers. */
export const completeForms = (readings: readonly ColumnReading[]): string[] =>
  readings.filter((reading) => unreadIn(reading) === 0).map(({ form }) => form)

const firstUnread = ({ times }: ColumnReading): number => times.findIndex(Number.isNaN)

/** The first row that the form does not read which reads most rows. */
function* firstOddRow(column: NumberColumn, { zone }: NumberOptions): InPieces<number> {
  const fitting = formsOf().filter(([name, form]) => name !== 'index' && !form.onlyByName && form.fits(column))
  const readings: ColumnReading[] = []
  for (const [name, form] of fitting) readings.push(yield* readingOf(name, form, column, zone))
  const unread = readings.map(unreadIn)
  const best = readings[unread.indexOf(Math.min(...unread))]
  return best ? Math.max(0, firstUnread(best)) : 0
}

function adviceFor(column: NumberColumn, { isIndex }: NumberOptions): string {
  const { min, max, whole, digits } = column
  if (isIndex === false && whole && min >= 0 && max < 1e6)
    return 'Whole numbers that are no dates are an index, which has no calendar: leave the frequency out, or give a column of dates.'
  if (lacksPartOfYear(column))
    return 'The numbers look like dates without the first digits of their year: write years with four digits. Or name a form: timeFormat: "index" (--time-format).'
  const fitting = formsOf().filter(([, form]) => form.fits(column))
  const note = fitting.map(([name]) => noteOn(name)).find(Boolean) ?? ''
  const readsAll = (form: NumberForm) => !column.values.map(form.reader({ ...column, named: true })).some(Number.isNaN)
  const names = [
    ...fitting.filter(([, form]) => readsAll(form)).map(([name]) => `"${name}"`),
    ...(min >= 1000 && max < 1e5 ? ['"excel"'] : []),
    ...(whole ? ['"index"'] : []),
    ...(digits[1] > 5 ? ['"epoch s"'] : []),
  ]
  const advice = names.length ? ` Or name a form: timeFormat: ${[...new Set(names)].join(' or ')} (--time-format).` : ''
  return `No form reads all numbers of the column. ${note}Write them as dates, for example 2024-03-31.${advice}`
}

function* readingOf(
  name: string,
  form: NumberForm,
  column: NumberColumn,
  zone: Zone,
  values: Float64Array = column.values,
  isOdd?: (row: number) => boolean,
): InPieces<ColumnReading> {
  const read = form.reader(column)
  const times =
    form.gives === 'wall'
      ? yield* onceEach(values, (value) => zone.toInstant(read(value)))
      : yield* eachOf(values, read)
  if (isOdd)
    yield* eachPiece(times.length, (from, to) => {
      for (let row = from; row < to; row++) if (isOdd(row)) times[row] = Number.NaN
    })
  return { form: name, times, isIndex: form.gives === 'step', onlyByName: form.onlyByName === true && !column.named }
}

/** Reads numbers; most of them occur in several series, and are read once. */
function onceEach(values: Float64Array, read: (value: number) => number): InPieces<Float64Array> {
  const seen = new Map<number, number>()
  return eachOf(values, (value) => {
    const known = seen.get(value)
    if (known !== undefined) return known
    const time = read(value)
    if (seen.size < 100_000) seen.set(value, time)
    return time
  })
}

function* eachOf(values: Float64Array, read: (value: number) => number): InPieces<Float64Array> {
  const times = new Float64Array(values.length)
  yield* eachPiece(values.length, (from, to) => {
    for (let row = from; row < to; row++) times[row] = read(values[row])
  })
  return times
}
