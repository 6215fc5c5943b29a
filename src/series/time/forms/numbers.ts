// Times that are counts: years, units since an origin, days of a spreadsheet, steps.

import { DAY, dayNumberOf, isLeapYear } from '../civil.ts'
import { dayOf, digitForms } from './digits.ts'
import type { NumberColumn, NumberForm } from './form.ts'

const january = (year: number) => dayNumberOf(year, 1, 1) * DAY

const isAmong = ({ min, max }: NumberColumn, from: number, to: number) => min >= from && max <= to

const year: NumberForm = {
  matches:
    'whole numbers from 1500 to 2100; from 1000 to 2200 if nothing else fits or the column has "year" in its name',
  examples: [
    [[1949, 1950], '1949-01-01'],
    [['2024'], '2024-01-01'],
  ],
  refuses: [2024.5],
  rivals: ['index'],
  gives: 'wall',
  fits: (column) => column.whole && isAmong(column, 1000, 2200) && column.hint !== 'index',
  reader: () => (value) => (Number.isInteger(value) && value >= 1 && value <= 9999 ? january(value) : Number.NaN),
}

/**
 * A year with a fraction, written with two digits or more. The digits are rounded, so the column decides what is meant:
 * months if all fractions are twelfths, else days, hours or minutes.
 */
const decimalYear: NumberForm = {
  matches:
    'years with a fraction of two digits or more: twelfths are months; with three digits or more also days, with five also hours, with seven also minutes',
  examples: [
    [[1949, 1949.08, 1949.17], '1949-01-01'],
    [['1949.083', '1949.167'], '1949-02-01'],
    [[1949.916667], '1949-12-01'],
    [[2024.003, 2024.005], '2024-01-02'],
  ],
  refuses: [1949.13],
  rivals: ['YYYY.MM'],
  gives: 'wall',
  fits: (column) => !column.whole && isAmong(column, 1000, 2200),
  reader({ values, decimals, named }) {
    const digit = 10 ** -decimals[1]
    // A column, or a part of one, may have no more than whole and half years.
    const isHalves = decimals[1] < 2 && values.every((value) => (value * 2) % 1 === 0)
    if (isHalves && (named || values.some(Number.isInteger))) return (value) => startOfPart(value, 12)
    const unit = [12, 365, 8760, 525_600].find((units) => {
      // Some programs cut digits off instead of rounding them. With two digits, that would leave no difference to months.
      const error = Math.max(1e-7, digit * (units === 12 && decimals[1] > 2 ? 1.01 : 0.51)) * units
      return decimals[1] > 1 && error < 0.4 && values.every((value) => isNear(value, units, error))
    })
    if (unit === undefined) return () => Number.NaN
    return (value) => startOfPart(value, unit)
  },
}

/** Whether a fraction of a year is a whole number of months (12), days (365), hours or minutes, but for an error. */
function isNear(value: number, units: number, error: number): boolean {
  const count = fractionOf(value) * unitsIn(Math.floor(value), units)
  return Math.abs(count - Math.round(count)) <= error
}

const fractionOf = (value: number): number => value - Math.floor(value)

const unitsIn = (of: number, units: number): number =>
  units === 12 ? 12 : (isLeapYear(of) ? 366 : 365) * (units / 365)

function startOfPart(value: number, units: number): number {
  const of = Math.floor(value)
  const count = Math.round(fractionOf(value) * unitsIn(of, units))
  if (units === 12) return dayNumberOf(of + Math.floor(count / 12), (count % 12) + 1, 1) * DAY
  return january(of) + (count * DAY) / (units / 365)
}

const yearDotMonth: NumberForm = {
  matches: 'year and month of two digits with a dot between them',
  examples: [
    [['2024.01', '2024.02'], '2024-01-01'],
    [[2024.09, 2024.1], '2024-09-01'],
  ],
  refuses: ['2024.13'],
  rivals: ['decimal year'],
  gives: 'wall',
  fits: (column) =>
    !column.whole &&
    column.decimals[1] === 2 &&
    isAmong(column, 1000, 2200) &&
    (!column.written || column.decimals[0] === 2),
  reader: () => (value) => {
    const month = Math.round(fractionOf(value) * 100)
    return Math.abs(fractionOf(value) * 100 - month) < 1e-6 ? dayOf(Math.floor(value), month, 1) * DAY : Number.NaN
  },
}

/** Seconds of 1973-03-03 and of 2103. Smaller numbers could be anything. */
const [early, late] = [1e8, 4.2e9]

const epoch = (
  unit: string,
  perSecond: number,
  facts: Pick<NumberForm, 'examples' | 'rivals' | 'yieldsTo'>,
): NumberForm => ({
  matches: `${unit} since 1970 UTC; without the name only if the largest lies between 1973 and 2103`,
  refuses: [],
  gives: 'instant',
  ...facts,
  fits({ min, max }) {
    const largest = Math.max(Math.abs(min), Math.abs(max)) / perSecond
    return largest >= early && largest < late
  },
  // Rounded to microseconds, as far as a number in milliseconds can be exact.
  reader: () => (value) => Math.round((value / perSecond) * 1e6) / 1e3,
})

/** The day of serial number 0, and the form of the two systems of dates in spreadsheets. */
const excel = (origin: number, facts: Omit<NumberForm, 'gives' | 'rivals' | 'reader' | 'onlyByName'>): NumberForm => ({
  ...facts,
  rivals: ['index'],
  gives: 'wall',
  onlyByName: true,
  reader: () => (serial) => {
    const lotus = origin === epoch1900
    // Day 60 is 29 February 1900, which did not exist. The serial numbers before it are one too small.
    if (serial < (lotus ? 1 : 0) || serial >= 3e6 || (lotus && serial >= 60 && serial < 61)) return Number.NaN
    return Math.round((origin + serial + (lotus && serial < 60 ? 1 : 0)) * DAY)
  },
})

const epoch1900 = dayNumberOf(1899, 12, 30)

const index: NumberForm = {
  matches:
    'whole numbers of steps, that is no dates: the least is below 1000, or they run on without large gaps and are no dates in another form',
  examples: [
    [[1, 2, 3], '1'],
    [[0, 1, 2], '0'],
  ],
  refuses: [1.5],
  rivals: ['year', 'excel'],
  // Five digits may as well be a number of steps.
  yieldsTo: Object.keys(digitForms).filter((name) => name !== 'YYYYQ'),
  gives: 'step',
  fits: (column) =>
    column.whole &&
    column.min >= 0 &&
    column.max < 1e8 &&
    column.hint !== 'year' &&
    ((column.min < 1000 && column.max < 1e7) ||
      column.hint === 'index' ||
      (!isAmong(column, 1500, 2100) && runsOn(column))),
  reader: () => (value) => (Number.isSafeInteger(value) ? value : Number.NaN),
}

/** Whether the numbers run on: at least half of the numbers between the first and the last are there. */
function runsOn({ values, max }: NumberColumn): boolean {
  if (max >= 1e6) return false
  const sorted = Float64Array.from(new Set(values)).sort()
  if (sorted.length < 2) return false
  let step = Number.POSITIVE_INFINITY
  for (let at = 1; at < sorted.length; at++) step = Math.min(step, sorted[at] - sorted[at - 1])
  return step <= 1000 && (sorted[sorted.length - 1] - sorted[0]) / step < 2 * sorted.length
}

export const countForms = {
  year,
  'decimal year': decimalYear,
  'YYYY.MM': yearDotMonth,
  'epoch s': epoch('seconds', 1, {
    examples: [
      [[1711843200], '2024-03-31'],
      [[0, 1711843200.5], '1970-01-01'],
    ],
    yieldsTo: ['YYYYMMDDHH'],
    rivals: ['YYYYMMDDHH', 'YYMMDDHHMM'],
  }),
  'epoch ms': epoch('milliseconds', 1e3, {
    examples: [[[1711843200000], '2024-03-31']],
    yieldsTo: ['YYYYMMDDHHMM'],
    rivals: ['YYYYMMDDHHMM', 'YYMMDDHHMMSS'],
  }),
  'epoch us': epoch('microseconds', 1e6, { examples: [[[1711843200000000], '2024-03-31']], rivals: [] }),
  'epoch ns': epoch('nanoseconds', 1e9, { examples: [[['1711843200000000000'], '2024-03-31']], rivals: [] }),
  'epoch d': {
    matches: 'days since 1970 on the clock of the time zone; only by its name',
    examples: [],
    refuses: [],
    rivals: ['index'],
    gives: 'wall',
    onlyByName: true,
    fits: () => false,
    reader: () => (value) => Math.round(value * DAY),
  } satisfies NumberForm,
  excel: excel(epoch1900, {
    matches: 'serial dates of spreadsheets, 45292 is 2024-01-01, fractions are times of day; only by its name',
    examples: [],
    refuses: [],
    fits: ({ min, max, hint }) => min >= 20_000 && max < 80_000 && hint !== 'index',
  }),
  'excel 1904': excel(dayNumberOf(1904, 1, 1), {
    matches: 'serial dates of spreadsheets whose first day is 1904-01-01; only by its name',
    examples: [],
    refuses: [],
    fits: () => false,
  }),
  index,
} satisfies Record<string, NumberForm>
