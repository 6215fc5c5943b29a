// Years, alone or with a fraction.

import { DAY, dayNumberOf, isLeapYear } from '../civil.ts'
import { dayOf } from './digits.ts'
import type { NumberColumn, NumberForm } from './form.ts'
import { lacksPartOfYear } from './lacks_year.ts'

const january = (year: number) => dayNumberOf(year, 1, 1) * DAY

export const isAmong = ({ min, max }: NumberColumn, from: number, to: number) => min >= from && max <= to

export const year: NumberForm = {
  matches:
    'whole numbers from 1500 to 2100; from 1000 to 2200 if nothing else fits or the column has "year" in its name',
  examples: [
    [[1949, 1950], '1949-01-01'],
    [['2024'], '2024-01-01'],
  ],
  refuses: [2024.5],
  rivals: ['index'],
  gives: 'wall',
  fits: (column) =>
    column.whole &&
    isAmong(column, 1000, 2200) &&
    column.hint !== 'index' &&
    ((isAmong(column, 1500, 2100) && column.hint !== 'month') || !lacksPartOfYear(column)),
  fitsMost: (column) => year.fits(column) && isAmong(column, 1500, 2100),
  reader: () => (value) => (Number.isInteger(value) && value >= 1 && value <= 9999 ? january(value) : Number.NaN),
}

/**
 * A year with a fraction, written with two digits or more. The digits are rounded, so the column decides what is meant:
 * months if all fractions are twelfths, else days, hours or minutes.
 */
export const decimalYear: NumberForm = {
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

export const yearDotMonth: NumberForm = {
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
