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
export function readNumbers(values: ArrayLike<unknown>, options: NumberOptions, fail: Fail): ColumnReading[] {
  const named = options.isIndex && options.timeFormat === 'auto' ? 'index' : options.timeFormat
  const form = numberFormOf(named)
  const described = describeNumbers(values, options.name, form !== undefined, fail)
  const { column } = described
  if (form) {
    const reading = readingOf(named, form, column, options.zone)
    const bad = reading.times.findIndex(Number.isNaN)
    return bad < 0 ? [reading] : fail(bad, namedAdvice(named))
  }
  const complete = completeReadings(described, options)
  const preferred = complete.filter(({ form: own }) => !yieldsToOne(own, complete))
  const nearly = nearlyComplete(described, options).filter(
    ({ form: own }) => !complete.some((other) => other.form === own) && !yieldsToOne(own, complete),
  )
  if (preferred.some(isDate) || nearly.length === 0)
    return preferred.length ? [...preferred, ...nearly] : fail(firstOddRow(column, options), adviceFor(column, options))
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
function completeReadings({ column }: Described, { isIndex, zone }: NumberOptions): ColumnReading[] {
  const some = sampleOf(column.values)
  return formsOf()
    .filter(([name, form]) => form.fits(column) && !(name === 'index' && isIndex === false))
    .filter(([, form]) => !some.map(form.reader(column)).some(Number.isNaN))
    .map(([name, form]) => readingOf(name, form, column, zone))
    .filter((reading) => unreadIn(reading) === 0)
}

/** The readings as dates that read all numbers but a few. */
function nearlyComplete({ column, usual, isOdd }: Described, { zone }: NumberOptions): ColumnReading[] {
  const some = sampleOf(usual.values)
  const few = fewOf(column.values.length)
  return formsOf()
    .filter(([, form]) => form.gives === 'wall' && !form.onlyByName && (form.fitsMost ?? form.fits)(usual))
    .filter(([, form]) => some.map(form.reader(usual)).filter(Number.isNaN).length <= Math.max(1, some.length / 4))
    .map(([name, form]) => readingOf(name, form, usual, zone, column.values, isOdd))
    .filter((reading) => unreadIn(reading) > 0 && unreadIn(reading) <= few)
}

/** A few numbers show at once that most forms do not fit. */
const sampleOf = (values: Float64Array): Float64Array =>
  values.filter((_, row) => row % Math.ceil(values.length / 64) === 0)

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
function firstOddRow(column: NumberColumn, { zone }: NumberOptions): number {
  const fitting = formsOf().filter(([name, form]) => name !== 'index' && !form.onlyByName && form.fits(column))
  const readings = fitting.map(([name, form]) => readingOf(name, form, column, zone))
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

function readingOf(
  name: string,
  form: NumberForm,
  column: NumberColumn,
  zone: Zone,
  values: Float64Array = column.values,
  isOdd?: (row: number) => boolean,
): ColumnReading {
  const read = form.reader(column)
  const times = form.gives === 'wall' ? onceEach(values, (value) => zone.toInstant(read(value))) : values.map(read)
  if (isOdd) for (let row = 0; row < times.length; row++) if (isOdd(row)) times[row] = Number.NaN
  return { form: name, times, isIndex: form.gives === 'step', onlyByName: form.onlyByName === true && !column.named }
}

/** Reads numbers; most of them occur in several series, and are read once. */
function onceEach(values: Float64Array, read: (value: number) => number): Float64Array {
  const times = new Float64Array(values.length)
  const seen = new Map<number, number>()
  for (let row = 0; row < values.length; row++) {
    const known = seen.get(values[row])
    times[row] = known ?? read(values[row])
    if (known === undefined && seen.size < 100_000) seen.set(values[row], times[row])
  }
  return times
}
