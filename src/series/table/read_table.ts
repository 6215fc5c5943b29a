import { isDate, millisecondsOfDate } from '../../base/brand.ts'
import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { InPieces } from '../../base/resources/turns.ts'
import type { Columns } from '../../frames/columns.ts'
import type { CheckedNotation } from '../notation/notation.ts'
import { type ReadTimes, timesInPieces } from '../time/parse/read_times.ts'
import { warn } from '../warn.ts'
import { renumbered } from './future/renumbered.ts'
import { readStacked, stackFuture } from './future/stack_future.ts'
import { groupRows } from './group_rows.ts'
import { anyInPieces, numbersInPieces, numbersOrCategories, textsInPieces } from './read_values.ts'
import { sortedTable } from './sorted_table.ts'
import type { Table, Values } from './table.ts'
import { type CheckedOptions, checkTableOptions, type TableOptions } from './table_options.ts'

/** A table of columns, and the columns of its future table. */
export interface GivenColumns {
  readonly columns: Columns
  /** Rows after the history, with the covariates known in the future. */
  readonly future?: Columns | undefined
}

/**
 * Reads columns into a table: parses times, types every column, sorts rows by series (in the order of their first rows)
 * and time, and merges or refuses rows of the same time.
 *
 * @param where - the function that was called, for messages
 * @param all - whether columns without a role are read as well
 * @throws {GatecastError} `ERR_DATA`, `ERR_TYPE`, `ERR_NOT_FINITE` with column, row and value
 */
export function* readTable(
  where: string,
  { columns, future }: GivenColumns,
  options: TableOptions,
  all = true,
): InPieces<Table> {
  const past = checkRows(where, columns)
  const checked = checkTableOptions(where, options, Object.keys(columns))
  if (!future) return yield* read(columns, past, checked, all)
  const stacked = stackFuture(where, columns, future, checked)
  return yield* renumbered(read(stacked, past, checked, all), (row) =>
    row < past ? `${row}` : `${row - past} of the future rows`,
  )
}

/** @param past - the number of rows that are not those of the future table */
function* read(columns: Columns, past: number, checked: CheckedOptions, all: boolean): InPieces<Table> {
  const { roles, timeColumns, notation, duplicates, ...settings } = checked
  const names = Object.keys(columns)
  const rows = columns[names[0]].length
  const texts = timeColumns.length > 1 ? joinedTexts(timeColumns.map((name) => columns[name])) : columns[timeColumns[0]]

  function* readColumns(): Generator<[string, InPieces<Values>]> {
    for (const name of all ? names : columnsWithRole(roles)) {
      if (timeColumns.includes(name) || (roles.series.includes(name) && !roles.static.includes(name))) continue
      yield [name, readColumn(name, columns[name], roles, notation)]
    }
  }
  const groups = yield* groupRows(roles.series, columns, rows)
  const readRows = (some: ArrayLike<unknown>, from: number) =>
    timesInPieces(some, {
      ...settings,
      columns: timeColumns,
      decimal: notation.decimal,
      seriesOf: groups.seriesOf.subarray(from, from + some.length),
    })
  const found = texts ? yield* readStacked(texts, past, readRows) : rowNumbers(rows)
  if (found.note) warn(found.note)
  const { times, wallClock } = found
  const isIndex = found.timeFormat === 'index'
  const planned = rows > past ? new Uint8Array(rows).fill(1, past) : undefined
  const own = { groups, times, wallClock, isIndex, planned, columns: readColumns() }
  return yield* sortedTable({ roles, duplicates, ...settings, ...own })
}

/** Rows without a column of times keep their order. */
const rowNumbers = (rows: number): ReadTimes => ({
  ...{ timeFormat: 'auto', note: undefined, wallClock: false },
  times: Float64Array.from({ length: rows }, (_, row) => row),
})

const columnsWithRole = ({ target, known, observed, static: fixed }: Table['roles']): string[] => [
  ...(target === undefined ? [] : [target]),
  ...known,
  ...observed,
  ...fixed,
]

function checkRows(where: string, columns: Columns): number {
  const names = Object.keys(columns)
  const rows = columns[names[0]]?.length ?? 0
  const ragged = names.find((name) => columns[name]?.length !== rows)
  if (ragged !== undefined)
    throw new GatecastError(
      'ERR_SHAPE',
      `Expected columns of equal length for ${where}, got ${rows} values in "${names[0]}" and ` +
        `${columns[ragged]?.length ?? shown(columns[ragged])} in "${ragged}"`,
    )
  if (rows === 0) throw new GatecastError('ERR_DATA', `Expected at least one row for ${where}, got none`)
  return rows
}

/**
 * The text of a part of a time. Objects are not converted, as their `toString` may throw; the parser refuses the
 * result.
 */
const textOf = (value: unknown): string => {
  if (isDate(value))
    return new Date(millisecondsOfDate(value)).toJSON()?.replace(/T00:00:00\.000Z$/, '') ?? 'an invalid Date'
  return value !== null && typeof value === 'object' ? 'an object' : String(value ?? '').trim()
}

/**
 * The texts of several columns joined by spaces, for example a date and a time of day; `null` if one of them is
 * missing.
 */
const joinedTexts = (parts: ArrayLike<unknown>[]): (string | null)[] =>
  Array.from(parts[0], (_, row) => {
    const texts = parts.map((part) => textOf(part[row]))
    return texts.includes('') ? null : texts.join(' ')
  })

function readColumn(
  name: string,
  values: ArrayLike<unknown>,
  roles: Table['roles'],
  notation: CheckedNotation,
): InPieces<Values> {
  const { target, known, observed, static: fixed, categorical, series } = roles
  if (categorical.includes(name)) return textsInPieces(name, values, notation)
  if (name === target || known.includes(name) || observed.includes(name)) return numbersInPieces(name, values, notation)
  if (fixed.includes(name))
    return series.includes(name) ? textsInPieces(name, values, notation) : numbersOrCategories(name, values, notation)
  return anyInPieces(name, values, notation)
}
