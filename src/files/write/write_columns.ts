import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { firstInfinite } from '../../base/numbers.ts'
import type { Arrays, Rows } from '../duckdb/run_over_rows.ts'
import { identifier } from '../duckdb/sql.ts'

/** A column to write. NaN is written as no value. */
export type WriteColumn =
  /** Texts; each stands for `repeat` rows, by default 1. */
  | { name: string; type: 'text'; values: readonly (string | null)[]; repeat?: number }
  /** Numbers, or whole numbers up to 2^53. */
  | { name: string; type: 'number' | 'whole'; values: Float64Array }
  /** Milliseconds since 1970 UTC: days, or points in time. */
  | { name: string; type: 'date' | 'timestamp'; values: Float64Array }
  /** 0 and 1. */
  | { name: string; type: 'flag'; values: Uint8Array }

const rowsOf = (column: WriteColumn): number =>
  column.values.length * (column.type === 'text' ? (column.repeat ?? 1) : 1)

/** @returns how many rows the columns have */
export function checkColumns(columns: readonly WriteColumn[]): number {
  if (!Array.isArray(columns) || !columns.length)
    throw new GatecastError(
      'ERR_TYPE',
      `Expected columns to write, got ${columns?.length === 0 ? 'none' : shown(columns)}`,
    )
  const names = new Set<string>()
  for (const column of columns as readonly WriteColumn[]) {
    if (typeof column.name !== 'string' || column.name === '' || names.has(column.name.toLowerCase()))
      throw new GatecastError('ERR_DATA', `Expected columns with names that differ, got ${shown(column.name)}`)
    names.add(column.name.toLowerCase())
    checkValues(column)
    if (rowsOf(column) !== rowsOf(columns[0]))
      throw new GatecastError(
        'ERR_SHAPE',
        `Expected columns of equal length, got ${rowsOf(columns[0])} rows in "${columns[0].name}" and ${rowsOf(column)} in ` +
          `"${column.name}"`,
      )
  }
  return rowsOf(columns[0])
}

function checkValues({ name, type, values }: WriteColumn): void {
  const fits = {
    text: Array.isArray(values),
    number: values instanceof Float64Array,
    whole: values instanceof Float64Array,
    date: values instanceof Float64Array,
    timestamp: values instanceof Float64Array,
    flag: values instanceof Uint8Array,
  }[type]
  if (fits === undefined)
    throw new GatecastError('ERR_RANGE', `Expected a type of column "${name}", got ${shown(type)}`)
  const kind = type === 'text' ? 'an array of texts' : type === 'flag' ? 'a Uint8Array' : 'a Float64Array'
  if (!fits) throw new GatecastError('ERR_TYPE', `Expected ${kind} in column "${name}" (${type}), got ${shown(values)}`)
  if (!(values instanceof Float64Array)) return
  const infinite = firstInfinite(values)
  if (infinite >= 0)
    throw new GatecastError(
      'ERR_NOT_FINITE',
      `Expected finite numbers in column "${name}", got ${values[infinite]} (row ${infinite})`,
    )
}

/** What DuckDB makes of the numbers, to which a date is a number of milliseconds. */
export const conversions = {
  number: (value: string) => `nullif(${value}, 'nan'::double)`,
  whole: (value: string) => `nullif(${value}, 'nan'::double)::bigint`,
  date: (value: string) => `epoch_ms(nullif(${value}, 'nan'::double)::bigint)::date`,
  timestamp: (value: string) => `epoch_ms(nullif(${value}, 'nan'::double)::bigint)::timestamptz`,
  flag: (value: string) => `${value}::boolean`,
  text: (value: string) => value,
}

/** The rows to give to DuckDB, and the SELECT that makes the columns of them. */
export function planColumns(columns: readonly WriteColumn[], rows: number) {
  const repeated = columns.filter((column) => column.type === 'text' && (column.repeat ?? 1) !== 1)
  const plain = columns.filter((column) => !repeated.includes(column))
  // One thing to count the rows by, if every column is repeated.
  const arrays: Arrays = plain.length ? plain.map(({ values }) => values) : [new Uint8Array(rows)]
  const sources = [once(arrays), ...repeated.map(({ values }) => once([values]))]
  const list = columns.map((column) => {
    const from = repeated.indexOf(column)
    const value = from < 0 ? `t.c${plain.indexOf(column)}` : `t${from}.c0`
    return `${conversions[column.type](value)} as ${identifier(column.name)}`
  })
  // Repeated here, so that a text is handed over once and not for every row.
  const select = ([main, ...others]: string[]) =>
    `select ${list.join(', ')} from ${main} t${others.map((from, index) => ` positional join (select unnest(repeat([c0], ${(repeated[index] as { repeat: number }).repeat})) as c0 from ${from}) t${index}`).join('')}`
  return { sources, select }
}

function once(arrays: Arrays): Rows {
  let next: Arrays | undefined = arrays
  return () => {
    const given = next
    next = undefined
    return given
  }
}
