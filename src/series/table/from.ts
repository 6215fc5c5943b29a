import { GatecastError } from '../../native/error.ts'
import { shown } from '../check.ts'
import type { Columns } from '../data_frame.ts'
import { isWallClock, parseTimes } from '../time/parse.ts'
import { mergeDuplicates, separateRepeatedHours } from './duplicates.ts'
import { groupRows } from './group_rows.ts'
import { checkTableOptions, type TableOptions } from './options.ts'
import { type Missing, readAny, readNumbers, readTexts } from './read.ts'
import { sortRows } from './sort_rows.ts'
import type { Table, Values } from './table.ts'

/**
 * Reads columns into a table: parses times, sorts rows by series (in the order in which they come) and time, merges
 * or refuses duplicates, types every column.
 *
 * @param where - the function that was called, for messages
 * @param all - also read columns without a role
 * @throws {GatecastError} `ERR_DATA`, `ERR_TYPE`, `ERR_NOT_FINITE` with column, row and value
 */
export function tableFrom(where: string, columns: Columns, options: TableOptions, all = true): Table {
  const names = Object.keys(columns)
  const rows = checkRows(where, columns)
  const { roles, timeParts, missing, duplicates, ...settings } = checkTableOptions(where, options, names)
  const texts = timeParts.length > 1 ? joined(timeParts.map((name) => columns[name])) : columns[timeParts[0]]
  const times = texts
    ? parseTimes(texts, { ...settings, column: timeParts.join(' ') })
    : Float64Array.from({ length: rows }, (_, row) => row)

  const groups = groupRows(roles.series, columns, rows)
  let order = sortRows(groups, times)
  const wallClock = texts !== undefined && isWallClock(texts[0])
  if (wallClock && separateRepeatedHours(groups, order, times, settings.timeZone)) order = sortRows(groups, times)
  const merged = mergeDuplicates(groups, order, times, duplicates, settings.timeZone)

  const read = new Map<string, Values>()
  for (const name of all ? names : columnsWithRole(roles)) {
    if (timeParts.includes(name) || (roles.series.includes(name) && !roles.static.includes(name))) continue
    read.set(name, merged.merge(readColumn(name, columns[name], roles, missing)))
  }
  const { frequency, timeZone } = settings
  return {
    roles,
    frequency,
    timeZone,
    regular: false,
    ids: groups.ids,
    keys: groups.keys,
    offsets: merged.offsets,
    lengths: historyLengths(roles, read, merged.offsets),
    times: merged.times,
    columns: read,
    recipes: new Map(),
  }
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

/** An object may have no text at all; the parser then says what it got. */
const textOf = (value: unknown): string =>
  value !== null && typeof value === 'object' && !(value instanceof Date) ? 'an object' : String(value ?? '').trim()

/** A date in one column and a clock in another, as one text each; none if one of them is missing. */
const joined = (parts: ArrayLike<unknown>[]): (string | null)[] =>
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

/**
 * Rows at the end of a series that have nothing but covariates known in the future are its future; without such
 * covariates they are history that is missing.
 */
function historyLengths(
  { target, known, observed }: Table['roles'],
  columns: Map<string, Values>,
  offsets: Float64Array,
) {
  const lengths = Float64Array.from(
    { length: offsets.length - 1 },
    (_, series) => offsets[series + 1] - offsets[series],
  )
  if (target === undefined || !known.length) return lengths
  const values = (names: readonly string[]) => names.map((name) => columns.get(name) as Values)
  const past = values([target, ...observed])
  const future = values(known)
  const there = (value: number | string | null) => value !== null && !Number.isNaN(value)
  return lengths.map((rows, series) => {
    const start = offsets[series]
    let length = rows
    while (
      length > 0 &&
      !past.some((column) => there(column[start + length - 1])) &&
      future.some((column) => there(column[start + length - 1]))
    )
      length--
    return length
  })
}
