import type { TimeColumn } from '../time_column.ts'
import type { TypedColumn } from '../typed_columns.ts'

interface Made {
  cast(type: unknown): unknown
}

/** The members of nodejs-polars that make columns. */
export interface SeriesLibrary {
  readonly Float64: unknown
  readonly Int32: unknown
  readonly Int64: unknown
  readonly String: unknown
  readonly Bool: unknown
  readonly Date: unknown
  Datetime(unit: string, timeZone: string): unknown
  Series(name: string, values: unknown, type?: unknown): Made
}

/** Makes a column of nodejs-polars. */
export function makeSeries(library: SeriesLibrary, { name, type, values }: TypedColumn): unknown {
  if (type === 'number')
    return library.Series(
      name,
      withNulls(values, (value) => value, Float64Array),
      library.Float64,
    )
  if (type === 'time') return timeSeries(library, name, values)
  if (type === 'flag') return library.Series(name, values, library.Bool)
  if (type === 'text') return library.Series(name, values, library.String)
  // The package makes missing values of bigints in a list, without an error.
  const texts = values.map((value) => (value === null ? null : String(value)))
  return library.Series(name, texts, library.String).cast(library.Int64)
}

function timeSeries(library: SeriesLibrary, name: string, { times, timeZone }: TimeColumn): unknown {
  if (timeZone === undefined) {
    const days = withNulls(times, (time) => time / 86_400_000, Int32Array)
    return library.Series(name, days, library.Int32).cast(library.Date)
  }
  // As doubles, which hold milliseconds exactly: the package takes no bigints beside missing values.
  const counts = library.Series(name, withNulls(times, Math.round, Float64Array), library.Float64)
  return (counts.cast(library.Int64) as Made).cast(library.Datetime('ms', timeZone))
}

/** A typed array, which the package takes over at once; with missing values a list. */
function withNulls(
  values: Float64Array,
  toNumber: (value: number) => number,
  Numbers: Float64ArrayConstructor | Int32ArrayConstructor,
): unknown {
  const isMissing = values.some(Number.isNaN)
  if (!isMissing) return (Numbers as Float64ArrayConstructor).from(values, toNumber)
  return Array.from(values, (value) => (Number.isNaN(value) ? null : toNumber(value)))
}
