import { isDate, isNumericArray, millisecondsOfDate } from '../base/brand.ts'
import { shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import type { FrameColumns } from './kind.ts'
import { TimeColumn } from './time_column.ts'

/** A column whose values have one type; NaN or `null` where missing. */
export type TypedColumn = { readonly name: string } & (
  | { readonly type: 'number'; readonly values: Float64Array }
  | { readonly type: 'whole'; readonly values: readonly (bigint | null)[] }
  | { readonly type: 'text'; readonly values: readonly (string | null)[] }
  | { readonly type: 'flag'; readonly values: readonly (boolean | null)[] }
  | { readonly type: 'time'; readonly values: TimeColumn }
)

/**
 * The columns of a frame whose columns have types.
 *
 * @throws {GatecastError} `ERR_TYPE` for a column of values of several types, or of a type that frames do not have
 */
export const typedColumns = (columns: FrameColumns): TypedColumn[] =>
  Object.entries(columns).map(([name, values]) => typedColumn(name, values))

function typedColumn(name: string, values: ArrayLike<unknown> | TimeColumn): TypedColumn {
  if (values instanceof TimeColumn) return { name, type: 'time', values }
  if (isNumericArray(values)) return { name, type: 'number', values: Float64Array.from(values) }
  const cells = Array.from(values, (value) => value ?? null)
  const first = cells.find((value) => value !== null)
  const type = typeOf(first)
  const odd = cells.findIndex((value) => value !== null && typeOf(value) !== type)
  if (type === undefined || odd >= 0)
    throw new GatecastError(
      'ERR_TYPE',
      `Expected numbers, texts, booleans or dates in column "${name}", all of one type, got ` +
        (type === undefined ? shown(first) : `${shown(first)} and ${shown(cells[odd])} (row ${odd})`),
    )
  if (type === 'number')
    return { name, type, values: Float64Array.from(cells as (number | null)[], (value) => value ?? Number.NaN) }
  if (type !== 'time') return { name, type, values: cells } as TypedColumn
  const times = Float64Array.from(cells as (Date | null)[], (date) =>
    date === null ? Number.NaN : millisecondsOfDate(date),
  )
  return { name, type, values: new TimeColumn(times, 'UTC') }
}

function typeOf(value: unknown): TypedColumn['type'] | undefined {
  if (isDate(value)) return 'time'
  const types = { number: 'number', bigint: 'whole', string: 'text', boolean: 'flag', undefined: 'number' } as const
  return (types as Record<string, TypedColumn['type']>)[typeof value]
}
