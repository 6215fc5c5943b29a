import { isDate } from '../../base/brand.ts'
import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { Columns } from '../data_frame.ts'
import { isWallClock, parseTimes } from '../time/parse/parse_times.ts'
import { groupRows } from './group_rows.ts'
import { type Missing, readAny, readNumbers, readTexts } from './read_values.ts'
import { sortedTable } from './sorted_table.ts'
import type { Table, Values } from './table.ts'
import { checkTableOptions, type TableOptions } from './table_options.ts'

/**
 * Reads columns into a table: parses times, types every column, sorts rows by series (in the order of their first rows)
 * and time, and merges or refuses rows of the same time.
 *
 * @param where - the function that was called, for messages
 * @param all - whether columns without a role are read as well
 * @throws {GatecastError} `ERR_DATA`, `ERR_TYPE`, `ERR_NOT_FINITE` with column, row and value
 */
export function readTable(where: string, columns: Columns, options: TableOptions, all = true): Table {
  const names = Object.keys(columns)
  const rows = checkRows(where, columns)
  const { roles, timeColumns, missing, duplicates, ...settings } = checkTableOptions(where, options, names)
  const texts = timeColumns.length > 1 ? joinedTexts(timeColumns.map((name) => columns[name])) : columns[timeColumns[0]]
  const times = texts
    ? parseTimes(texts, { ...settings, column: timeColumns.join(' ') })
    : Float64Array.from({ length: rows }, (_, row) => row)

  function* readColumns(): Generator<[string, Values]> {
    for (const name of all ? names : columnsWithRole(roles)) {
      if (timeColumns.includes(name) || (roles.series.includes(name) && !roles.static.includes(name))) continue
      yield [name, readColumn(name, columns[name], roles, missing)]
    }
  }
  const groups = groupRows(roles.series, columns, rows)
  const wallClock = texts !== undefined && isWallClock(texts[0])
  return sortedTable({ roles, duplicates, ...settings, groups, times, wallClock, columns: readColumns() })
}

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
const textOf = (value: unknown): string =>
  value !== null && typeof value === 'object' && !isDate(value) ? 'an object' : String(value ?? '').trim()

/**
 * The texts of several columns joined by spaces, for example a date and a time of day; `null` if one of them is
 * missing.
 */
const joinedTexts = (parts: ArrayLike<unknown>[]): (string | null)[] =>
  Array.from(parts[0], (_, row) => {
    const texts = parts.map((part) => textOf(part[row]))
    return texts.includes('') ? null : texts.join(' ')
  })

function readColumn(name: string, values: ArrayLike<unknown>, roles: Table['roles'], missing: Missing): Values {
  const { target, known, observed, static: fixed, categorical, series } = roles
  if (categorical.includes(name)) return readTexts(name, values, missing)
  if (name === target || known.includes(name) || observed.includes(name)) return readNumbers(name, values, missing)
  if (fixed.includes(name))
    return series.includes(name) ? readTexts(name, values, missing) : readAny(name, values, missing)
  return readAny(name, values, missing)
}
