// Times that are counts: units since an origin, days of a spreadsheet, steps.

import { DAY, dayNumberOf } from '../civil.ts'
import { digitForms } from './digits.ts'
import type { NumberColumn, NumberForm } from './form.ts'
import { lacksPartOfYear } from './lacks_year.ts'
import { decimalYear, isAmong, year, yearDotMonth } from './years.ts'

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
    !lacksPartOfYear(column) &&
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
