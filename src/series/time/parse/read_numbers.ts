import type { ColumnHint, NumberColumn, NumberForm } from '../forms/form.ts'
import { numberFormOf, numberForms, type TimeFormat } from '../forms/index.ts'
import type { Zone } from '../zone.ts'
import type { ColumnReading } from './choose_reading.ts'

/** Throws the error for a row, with some advice. */
export type Fail = (row: number, advice: string) => never

/** Facts about a column that decide how its numbers are read. */
export interface NumberOptions {
  readonly timeFormat: TimeFormat
  readonly zone: Zone
  /** The name of the column: it may tell what the numbers are. */
  readonly name: string
  /** Whether the rows are steps of an index (true), or times of a calendar (false), because the frequency says so. */
  readonly isIndex: boolean | undefined
  /** Whether one number in ten may have no reading: a few bad cells do not decide how a whole source is read. */
  readonly isTolerant?: boolean
}

/**
 * The readings of a column of numbers, or of texts of digits: one for each form that reads all of them.
 *
 * @param fail - throws the error for a row, with some advice
 */
export function readNumbers(values: ArrayLike<unknown>, options: NumberOptions, fail: Fail): ColumnReading[] {
  const named = options.isIndex && options.timeFormat === 'auto' ? 'index' : options.timeFormat
  const form = numberFormOf(named)
  const column = describe(values, { ...options, isNamed: form !== undefined }, fail)
  if (form) {
    const reading = readingOf(named, form, column, options.zone)
    const bad = reading.times.findIndex(Number.isNaN)
    return bad < 0 ? [reading] : fail(bad, `timeFormat is "${named}"; name another one if the numbers are not that.`)
  }
  const fitting = Object.entries(numberForms as Record<string, NumberForm>).filter(
    ([name, one]) => one.fits(column) && !(name === 'index' && options.isIndex === false),
  )
  // A few numbers show at once that most forms do not fit.
  const some = column.values.filter((_, row) => row % Math.ceil(column.values.length / 64) === 0)
  const likely = fitting.filter(([, one]) => options.isTolerant || !some.map(one.reader(column)).some(Number.isNaN))
  const readings = (likely.length ? likely : fitting).map(([name, one]) => readingOf(name, one, column, options.zone))
  const complete = completeOf(readings, options.isTolerant ? values.length / 10 : 0)
  const left = complete.filter(
    ({ form: own }) => !complete.some(({ form: other }) => numberFormOf(own)?.yieldsTo?.includes(other)),
  )
  return left.length ? left : fail(firstUnread(readings), adviceFor(column, options, readings))
}

function unreadIn({ times }: ColumnReading): number {
  let count = 0
  for (const time of times) if (Number.isNaN(time)) count++
  return count
}

/** The readings that read most numbers, if they leave out no more than some. */
function completeOf(readings: readonly ColumnReading[], most: number): readonly ColumnReading[] {
  const unread = readings.map(unreadIn)
  const least = Math.min(...unread, most)
  return readings.filter((_, at) => unread[at] === least)
}

/** The first row that the form does not read which reads most rows. */
function firstUnread(readings: readonly ColumnReading[]): number {
  const unread = readings.map(unreadIn)
  const best = readings[unread.indexOf(Math.min(...unread))]
  return best ? best.times.findIndex(Number.isNaN) : 0
}

function adviceFor(
  { min, max, whole }: NumberColumn,
  options: NumberOptions,
  readings: readonly ColumnReading[],
): string {
  if (options.isIndex === false && whole && min >= 0 && max < 1e6)
    return 'Whole numbers that are no dates are an index, which has no calendar: leave the frequency out, or give a column of dates.'
  const tried = readings.map(({ form }) => `"${form}"`)
  const names = [
    ...new Set([
      ...tried,
      ...(min >= 1000 && max < 1e5 ? ['"excel"'] : []),
      ...(whole ? ['"index"'] : []),
      '"epoch s"',
    ]),
  ]
  return `No form reads all numbers of the column. Name one: timeFormat: ${names.slice(0, 4).join(' or ')} (--time-format).`
}

function readingOf(name: string, form: NumberForm, column: NumberColumn, zone: Zone): ColumnReading {
  const read = form.reader(column)
  const times =
    form.gives === 'wall' ? onceEach(column.values, (value) => zone.toInstant(read(value))) : column.values.map(read)
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

function describe(
  values: ArrayLike<unknown>,
  { name, isNamed }: NumberOptions & { isNamed: boolean },
  fail: Fail,
): NumberColumn {
  const numbers = new Float64Array(values.length)
  const digits: [number, number] = [Number.POSITIVE_INFINITY, 0]
  const decimals: [number, number] = [Number.POSITIVE_INFINITY, 0]
  let [min, max, whole, written] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, true, false]
  const seen = new Map<string, number>()
  for (let row = 0; row < numbers.length; row++) {
    const value = values[row]
    if (typeof value === 'string') {
      const known = seen.get(value)
      if (known !== undefined) {
        numbers[row] = known
        continue
      }
    }
    const missing = value === null || value === undefined || value === ''
    const number = missing || typeof value === 'object' || typeof value === 'boolean' ? Number.NaN : Number(value)
    if (!Number.isFinite(number))
      fail(row, missing ? 'Drop rows without a time.' : 'The rows before it are numbers; write all times in one way.')
    numbers[row] = number
    if (number < min) min = number
    if (number > max) max = number
    const isWhole = Number.isInteger(number)
    whole &&= isWhole
    if (typeof value !== 'string' && isWhole) {
      decimals[0] = 0
      continue
    }
    const [before, after = ''] = String(value).trim().split('.')
    if (typeof value === 'string') {
      written = true
      digits[0] = Math.min(digits[0], before.length)
      digits[1] = Math.max(digits[1], before.length)
      if (seen.size < 100_000) seen.set(value, number)
    }
    decimals[0] = Math.min(decimals[0], after.length)
    decimals[1] = Math.max(decimals[1], after.length)
  }
  if (!written) {
    digits[0] = String(Math.trunc(min)).length
    digits[1] = String(Math.trunc(max)).length
  }
  return { values: numbers, whole, min, max, digits, decimals, written, hint: hintOf(name), named: isNamed }
}

const hints: [ColumnHint, RegExp][] = [
  ['week', /week|^(wk|yw|yyyyww)$/],
  ['month', /month|^(ym|yyyymm)$/],
  ['quarter', /quarter|^(qtr|yq)$/],
  ['year', /year|^(yr|yyyy)$/],
  ['index', /^(t|i|n|idx|index|step|steps|obs|tick|row|observation|timeidx|timeindex|timestep)$/],
]

const hintOf = (name: string): ColumnHint | undefined => {
  const plain = name.toLowerCase().replace(/[^a-z]/g, '')
  return hints.find(([, names]) => names.test(plain))?.[0]
}
