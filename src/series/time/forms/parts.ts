// Times in several columns: a year and a month, for example. The names of the columns say what each of them is.

import { fullYear, wallTimeOf } from './digits.ts'
import type { TextReading } from './form.ts'
import { monthOf } from './read_date.ts'

type Part = 'year' | 'month' | 'quarter' | 'week' | 'dayOfYear' | 'day' | 'hour' | 'minute' | 'second'

const names: Record<Part, RegExp> = {
  year: /^(iso|calendar)?(year|yr|yyyy)$/,
  month: /^(month|mon|mm|mo)(no|num|number|name|ofyear)?$/,
  quarter: /^(quarter|qtr|q)(no|num|number)?$/,
  week: /^(iso|calendar)?(week|wk|ww|cw|kw)(no|num|number|ofyear)?$/,
  dayOfYear: /^(dayofyear|doy|yday|julianday|ddd)$/,
  day: /^(day|dd|mday|dom|dayofmonth)$/,
  hour: /^(hour|hr|hh|h|hourofday)$/,
  minute: /^(minute|min|mi)$/,
  second: /^(second|sec|ss|s)$/,
}

const formParts: Readonly<Record<string, readonly Part[]>> = {
  'year month': ['year', 'month'],
  'year quarter': ['year', 'quarter'],
  'year week': ['year', 'week'],
  'year day': ['year', 'dayOfYear'],
}

/** The sets of parts that make a time, in the order from large to small. */
const sets: readonly (readonly Part[])[] = [
  ...Object.values(formParts),
  ...(['month', 'dayOfYear'] as const).flatMap((next) => {
    const days: Part[] = next === 'month' ? ['year', 'month', 'day'] : ['year', 'dayOfYear']
    const clock: Part[] = ['hour', 'minute', 'second']
    return [0, 1, 2, 3].map((count) => [...days, ...clock.slice(0, count)])
  }),
]

/**
 * The part of a date that each of several columns holds, in their order; `undefined` if the names do not say it.
 *
 * @param timeFormat - may name the parts instead
 */
export function partsOf(columns: readonly string[], timeFormat: string): readonly string[] | undefined {
  if (Object.hasOwn(formParts, timeFormat)) return formParts[timeFormat]
  if (columns.length < 2) return undefined
  const known = columns.map((column) => partOf(column))
  // A day beside a year, without a month, is the day of the year.
  const parts = known.includes('month') ? known : known.map((part) => (part === 'day' ? 'dayOfYear' : part))
  return sets.some((set) => set.length === parts.length && set.every((part) => parts.includes(part)))
    ? (parts as Part[])
    : undefined
}

function partOf(column: string): Part | undefined {
  const plain = column.toLowerCase().replace(/[^a-z]/g, '')
  return (Object.keys(names) as Part[]).find((part) => names[part].test(plain))
}

/** Reads a text of parts with spaces between them, in milliseconds as if in UTC; `undefined` if it has other parts. */
export function readPartsText(text: string, parts: readonly string[]): number | undefined {
  const words = text.trim().split(parts.length === 2 ? /[-/\s]+/ : /\s+/)
  if (words.length !== parts.length) return undefined
  const values: Partial<Record<string, number>> = {}
  for (const [at, word] of words.entries()) {
    const value = partValue(word, parts[at])
    if (value === undefined) return undefined
    values[parts[at]] = value
  }
  return wallTimeOf(values.year as number, values)
}

function partValue(word: string, part: string): number | undefined {
  if (part === 'month' && monthOf(word)) return monthOf(word)
  const digits = part === 'quarter' ? word.replace(/^q/i, '') : part === 'week' ? word.replace(/^w/i, '') : word
  if (!/^\d{1,4}$/.test(digits)) return undefined
  return part === 'year' && digits.length <= 2 ? fullYear(+digits) : +digits
}

/** The readings of a year and another number, if the names of the two columns do not say what the number is. */
export function readYearAndNumber(text: string): Pick<TextReading, 'form' | 'time'>[] {
  return Object.entries(formParts)
    .map(([form, parts]) => ({ form, time: readPartsText(text, parts) ?? Number.NaN }))
    .filter(({ time }) => !Number.isNaN(time))
}
