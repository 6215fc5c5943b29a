import { dayOf } from './digits.ts'
import type { NumberColumn } from './form.ts'

/** A leap year, in which every day of a month exists. */
const anyYear = 2024

const isMonth = (value: number) => value >= 1 && value <= 12

const isDayOfYear = (value: number) => !Number.isNaN(dayOf(anyYear, Math.floor(value / 100), value % 100))

/** Numbers of four digits that name no whole year: YYMM, MMDD, DDMM. */
const shortDates: readonly ((first: number, second: number) => boolean)[] = [
  (_, month) => isMonth(month),
  (month, day) => isDayOfYear(month * 100 + day),
  (day, month) => isDayOfYear(month * 100 + day),
]

/**
 * Whether numbers look like dates without a year or without its first digits, for example 2401 for January 2024 or 131 for
 * 31 January. Numbers of steps look the same, so the name of the column or zeros in front must say that they are dates.
 */
export function lacksPartOfYear({ values, whole, min, max, hint, zeros, digits }: NumberColumn): boolean {
  if (!whole || min < 0) return false
  // 101, 10101: 1 January 2000 and 2001 as YYMMDD.
  if (max > 9999) return hint === 'date' && min < 1e5 && max < 1e6 && values.every((value) => isDayOfYear(value % 1e4))
  const saysDates = (zeros && digits[0] === 4) || ((hint === 'date' || hint === 'month') && max > 100)
  if (!saysDates) return false
  const forms = hint === 'month' ? shortDates.slice(0, 1) : shortDates
  return forms.some((isDate) => values.every((value) => isDate(Math.floor(value / 100), value % 100)))
}
