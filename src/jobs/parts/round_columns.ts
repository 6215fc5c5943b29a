// Rounds the numbers of a forecast for people and for formats that write numbers as texts.

import type { WriteColumn } from '../../files/index.ts'
import { writingTo } from '../../files/write/output_formats.ts'

/** The digits of forecasts in formats that write numbers as texts. */
export const digits = ['useful', 'all'] as const
export type Digits = (typeof digits)[number]

/** Digits of a forecast that a reader can use, and that a network in float32 can give. */
const usualDigits = 7
/** Digits if no interval shows how exact a forecast is: enough for cents of hundreds of millions. */
const mostDigits = 12
/** The rounding changes a value by less than this share of the width of its interval. */
const shareOfWidth = 1e-3

/** The columns of forecasts, whose numbers the model has computed. */
const isForecast = ({ name, type }: WriteColumn): boolean =>
  type === 'number' && (name === 'mean' || /^q0?\.\d+$/.test(name))

/**
 * Rounds mean and quantiles for a file whose format writes numbers as texts. Other formats keep every bit.
 *
 * All values of a row are rounded to the same decimal place. It is the one of the seventh digit of the largest value, or a
 * later one: the rounding is less than a thousandth of the distance between the outermost quantiles. Where they do not
 * differ, 12 digits are kept. Places before the decimal point are never rounded.
 */
export function roundedFor(path: string, columns: readonly WriteColumn[], which: Digits): readonly WriteColumn[] {
  return writingTo(path).writing.numberAsText ? roundedColumns(columns, which) : columns
}

/** The rounding of {@link roundedFor}, for a format that will be written as text. */
export function roundedColumns(columns: readonly WriteColumn[], which: Digits): readonly WriteColumn[] {
  if (which === 'all') return columns
  const forecasts = columns.filter(isForecast)
  const rounded = new Map(forecasts.map((column) => [column, Float64Array.from(column.values as Float64Array)]))
  const values = [...rounded.values()]
  const quantiles = forecasts.flatMap((column, at) => (column.name === 'mean' ? [] : [values[at]]))
  const rows = values[0]?.length ?? 0
  for (let row = 0; row < rows; row++) {
    const places = placesFor(
      values.map((column) => column[row]),
      quantiles.map((column) => column[row]),
    )
    for (const column of values) column[row] = roundTo(column[row], places)
  }
  return columns.map((column) => {
    const own = rounded.get(column)
    return own ? ({ ...column, values: own } as WriteColumn) : column
  })
}

/** The number of decimal places of a row. */
function placesFor(values: readonly number[], quantiles: readonly number[]): number {
  const largest = Math.max(...values.map(Math.abs).filter(Number.isFinite), 0)
  if (largest === 0) return 0
  const present = quantiles.filter(Number.isFinite)
  const width = present.length > 1 ? Math.max(...present) - Math.min(...present) : 0
  const magnitude = orderOf(largest)
  const most = mostDigits + 3 - 1 - magnitude
  const places =
    width > 0 ? Math.max(usualDigits - 1 - magnitude, -orderOf(width * shareOfWidth)) : mostDigits - 1 - magnitude
  return Math.max(0, Math.min(places, most))
}

/** The power of ten of the first digit. Computed from the text of the number: a logarithm may be off by one. */
const orderOf = (value: number): number => Number(value.toExponential().split('e')[1])

/** Largest number of places that `toFixed` takes. */
const mostPlaces = 100

function roundTo(value: number, places: number): number {
  // A number of at least 1e21 has no decimal places, and `toFixed` writes it with an exponent.
  if (!Number.isFinite(value) || places > mostPlaces) return value
  return Number(value.toFixed(places)) + 0
}
