import { shown } from '../../../base/check.ts'
import { GatecastError } from '../../../base/error.ts'
import { formatTime } from '../format_time.ts'
import { dayWithoutYear, spacedDay } from '../forms/read_date.ts'
import type { Zone } from '../zone.ts'

/** A column as one of the forms reads it. */
export interface ColumnReading {
  readonly form: string
  /** NaN for a few numbers that a form of dates does not read. */
  readonly times: Float64Array
  /** Whether the times are numbers of steps. */
  readonly isIndex?: boolean
  /** Whether the form may be used only if `timeFormat` names it. */
  readonly onlyByName?: boolean
}

/** A column whose reading is to be chosen. */
export interface ReadColumn {
  readonly name: string
  /** The cells, in the order of the times of a reading. */
  readonly values: ArrayLike<unknown>
  readonly zone: Zone
  /** How regular the times of a reading are within each series, from 0 to 1. */
  regularityOf(reading: ColumnReading): number
}

/** A reading that was chosen, and a note if another form reads the column too. */
export interface Choice {
  readonly reading: ColumnReading
  readonly note: string | undefined
}

/**
 * Chooses among the readings of a column: readings that do not differ are one; of several, the one that alone gives
 * steady steps is taken.
 *
 * @throws {GatecastError} `ERR_DATA` that shows a cell in both readings, if that does not decide
 */
export function chooseReading(readings: readonly ColumnReading[], column: ReadColumn): Choice {
  const different = readings.filter((one, at) => !readings.slice(0, at).some((before) => haveSameTimes(one, before)))
  if (different.length === 1 && !different[0].onlyByName) return { reading: different[0], note: undefined }
  const months = different.find(({ form }) => form === 'MMM-YY')
  if (months && areSurelyMonths(months.times, different)) return { reading: months, note: undefined }
  const ranked = different
    .map((reading) => ({ reading, regularity: different.length > 1 ? column.regularityOf(reading) : 0 }))
    .sort((a, b) => b.regularity - a.regularity)
  const [best, next] = ranked
  if (next && isClear(best.regularity, next.regularity) && canBeUsed(best.reading)) {
    const others = ranked.slice(1).map(({ reading }) => reading.form)
    const note = `times in column "${column.name}" read as ${best.reading.form}: as ${others.join(' or ')}, they have no steady steps`
    return { reading: best.reading, note }
  }
  throw undecided(
    ranked.map(({ reading }) => reading),
    column,
  )
}

/**
 * Whether the most regular reading is the true one: its steps are steady and those of the next are no steady steps with
 * gaps, or it has gaps and the others are far from steady.
 */
const isClear = (best: number, next: number): boolean => (best === 1 ? next < 0.6 : best >= 0.5 && next < 0.1)

const canBeUsed = ({ form, onlyByName }: ColumnReading): boolean =>
  !onlyByName && form !== dayWithoutYear && form !== spacedDay

const haveSameTimes = (a: ColumnReading, b: ColumnReading): boolean =>
  !a.isIndex === !b.isIndex && a.times.every((time, row) => time === b.times[row])

/**
 * `Jan-24` is a month, as a day would have no year. But `Jan-01`, `Jan-02`, ... may be days: as months, they would lie
 * years apart.
 */
function areSurelyMonths(times: Float64Array, readings: readonly ColumnReading[]): boolean {
  if (!readings.some(({ form }) => form === dayWithoutYear)) return false
  const sorted = Float64Array.from(new Set(times)).sort()
  return sorted.every((time, at) => at === 0 || time - sorted[at - 1] < 340 * 86_400_000)
}

function undecided(readings: readonly ColumnReading[], { name, values, zone }: ReadColumn): GatecastError {
  const [first, second] = readings
  const row = second ? rowWithDifference(first, second) : 0
  const text = ({ form, times, isIndex }: ColumnReading): string => {
    if (Number.isNaN(times[row])) return `no time as "${form}"`
    if (isIndex) return `the step ${times[row]} as "${form}"`
    const date = formatTime(times[row], zone.name)
    return form === dayWithoutYear || form === spacedDay
      ? `a day of ${monthName(date)} without a year`
      : `${date} as "${form}"`
  }
  const named = readings
    .filter(({ form, times: all }) => form !== dayWithoutYear && form !== spacedDay && !Number.isNaN(all[row]))
    .map(({ form }) => `"${form}"`)
  const mended = readings.filter((one) => Number.isNaN(one.times[row])).map(({ form }) => `"${form}"`)
  const advice = mended.length ? `. If the column is ${mended.join(' or ')}, correct the cell` : ''
  const expected = second ? 'times with one reading' : 'times that are no plain numbers'
  return new GatecastError(
    'ERR_DATA',
    `Expected ${expected} in column "${name}", got ${shown(values[row])}, which is ${readings.map(text).join(' and ')} ` +
      `(row ${row}). Say which it is: timeFormat: ${named.join(' or ')} (--time-format)${advice}`,
  )
}

/** The first row that one of two forms does not read, or that they read as different times. */
function rowWithDifference(first: ColumnReading, second: ColumnReading): number {
  const isUnread = (_: number, at: number) => Number.isNaN(first.times[at]) || Number.isNaN(second.times[at])
  const unread = first.times.findIndex(isUnread)
  if (unread >= 0) return unread
  return Math.max(
    0,
    first.times.findIndex((time, at) => time !== second.times[at]),
  )
}

const monthName = (date: string): string =>
  new Date(`${date.slice(0, 7)}-01T00:00:00Z`).toLocaleString('en', { month: 'long', timeZone: 'UTC' })
