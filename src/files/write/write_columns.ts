import { isFloat64Array, isUint8Array } from '../../base/brand.ts'
import { checkChoice, firstInfinite, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { NextRows, RowArrays } from '../duckdb/run_over_rows.ts'
import { identifier } from '../duckdb/sql.ts'
import type { Writing } from '../formats/format.ts'

/** A column to write. NaN is written as a missing value. */
export type WriteColumn =
  /** Texts. Each text is written into `repeat` rows, 1 by default. */
  | { name: string; type: 'text'; values: readonly (string | null)[]; repeat?: number }
  /** Numbers (`number`), or whole numbers up to 2^53 (`whole`). */
  | { name: string; type: 'number' | 'whole'; values: Float64Array }
  /** Milliseconds since 1970 UTC, written as days (`date`) or as points in time (`timestamp`). */
  | { name: string; type: 'date' | 'timestamp'; values: Float64Array }
  /** The numbers 0 and 1, which are written as booleans. */
  | { name: string; type: 'flag'; values: Uint8Array }

const rowsIn = (column: WriteColumn): number =>
  column.values.length * (column.type === 'text' ? (column.repeat ?? 1) : 1)

/**
 * Checks columns to write.
 *
 * @returns the number of their rows
 */
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
    if (rowsIn(column) !== rowsIn(columns[0]))
      throw new GatecastError(
        'ERR_SHAPE',
        `Expected columns of equal length, got ${rowsIn(columns[0])} rows in "${columns[0].name}" and ${rowsIn(column)} in ` +
          `"${column.name}"`,
      )
  }
  return rowsIn(columns[0])
}

const types = ['text', 'number', 'whole', 'date', 'timestamp', 'flag'] as const

function checkValues({ name, type, values }: WriteColumn): void {
  checkChoice(`the type of column "${name}"`, type, types)
  const hasValues = {
    text: Array.isArray(values),
    number: isFloat64Array(values),
    whole: isFloat64Array(values),
    date: isFloat64Array(values),
    timestamp: isFloat64Array(values),
    flag: isUint8Array(values),
  }[type]
  const kind = type === 'text' ? 'an array of texts' : type === 'flag' ? 'a Uint8Array' : 'a Float64Array'
  if (!hasValues)
    throw new GatecastError('ERR_TYPE', `Expected ${kind} in column "${name}" (${type}), got ${shown(values)}`)
  if (!isFloat64Array(values)) return
  const infinite = firstInfinite(values)
  if (infinite >= 0)
    throw new GatecastError(
      'ERR_NOT_FINITE',
      `Expected finite numbers in column "${name}", got ${values[infinite]} (row ${infinite})`,
    )
}

/** SQL that converts a value as it lies in memory to the type of its column. */
export const conversions = {
  number: (value: string) => `nullif(${value}, 'nan'::double)`,
  whole: (value: string) => `nullif(${value}, 'nan'::double)::bigint`,
  date: (value: string) => `epoch_ms(nullif(${value}, 'nan'::double)::bigint)::date`,
  timestamp: (value: string) => `epoch_ms(nullif(${value}, 'nan'::double)::bigint)::timestamptz`,
  flag: (value: string) => `${value}::boolean`,
  text: (value: string) => value,
}

/**
 * Plans how columns are written.
 *
 * @internal
 * @param numberAsText - how the format writes numbers as texts, if it does
 * @returns the rows that DuckDB reads, and a function that makes the SELECT of the columns from their names in SQL
 */
export function planColumns(columns: readonly WriteColumn[], rows: number, numberAsText: Writing['numberAsText']) {
  const repeated = columns.filter((column) => column.type === 'text' && (column.repeat ?? 1) !== 1)
  const plain = columns.filter((column) => !repeated.includes(column))
  // The first input gives the number of rows, so that it has a column even if every column is repeated.
  const arrays: RowArrays = plain.length ? plain.map(({ values }) => values) : [new Uint8Array(rows)]
  const inputs: NextRows[] = [once(arrays), ...repeated.map(({ values }) => once([values]))]
  const list = columns.map((column) => {
    const from = repeated.indexOf(column)
    const value = from < 0 ? `t.c${plain.indexOf(column)}` : `t${from}.c0`
    const converted = conversions[column.type](value)
    const written = column.type === 'number' && numberAsText ? numberAsText(converted) : converted
    return `${written} as ${identifier(column.name)}`
  })
  // DuckDB repeats the texts, so that each of them is handed over once and not for every row.
  const select = ([main, ...others]: string[]) =>
    `select ${list.join(', ')} from ${main} t${others.map((from, index) => ` positional join (select unnest(repeat([c0], ${(repeated[index] as { repeat: number }).repeat})) as c0 from ${from}) t${index}`).join('')}`
  return { inputs, select }
}

/** Makes a function that returns the arrays at its first call, and `undefined` at later calls. */
function once(arrays: RowArrays): NextRows {
  let left: RowArrays | undefined = arrays
  return () => {
    const next = left
    left = undefined
    return next
  }
}
