import { shown } from '../../base/check.ts'
import { firstInfinite } from '../../base/numbers.ts'
import { readAny, readTexts, toNumber } from '../../series/table/read_values.ts'
import type { Values } from '../../series/table/table.ts'
import type { Grouped } from '../duckdb/group_by_series.ts'
import { BadValue } from './bad_value.ts'
import type { Plan, PlannedColumn } from './plan_query.ts'

/** Flags as files without types write them. */
const flags: ReadonlyMap<string, number> = new Map([
  ['true', 1],
  ['false', 0],
])

/** The values of a column, read by the same rules as columns in memory. */
export function valuesOf(found: Grouped, column: PlannedColumn, { missing, roles }: Plan): Values {
  const { name, at } = column
  const rows = found.offsets[found.offsets.length - 1]
  const texts = found.texts.get(`x${at}`)
  if (column.as === 'number') return numbersOf(found, column, texts, missing)
  const given = texts ?? new Array<null>(rows).fill(null)
  // Numbers come as texts here, so what stands for none must, too.
  const markers = [...missing, ...missing.map(String)]
  const fixed = roles.static.includes(name) && !roles.series.includes(name) && !roles.categorical.includes(name)
  return fixed ? readAny(name, given, markers) : readTexts(name, given, markers)
}

function numbersOf(
  found: Grouped,
  { name, at }: PlannedColumn,
  texts: readonly (string | null)[] | undefined,
  missing: Plan['missing'],
): Float64Array {
  const rows = found.offsets[found.offsets.length - 1]
  const values = found.numbers.get(`n${at}`) ?? new Float64Array(rows).fill(Number.NaN)
  const codes = missing.filter((value) => typeof value === 'number')
  if (!texts && !codes.length) {
    const infinite = firstInfinite(values)
    if (infinite < 0) return values
    throw badValue('ERR_NOT_FINITE', 'finite numbers', name, values[infinite], found, infinite)
  }
  for (let row = 0; row < rows; row++) {
    const text = texts?.[row] ?? null
    if (text !== null) {
      const number = toNumber(text, missing) ?? flags.get(text.trim().toLowerCase())
      if (number === undefined) throw badValue('ERR_TYPE', 'a number', name, text, found, row)
      values[row] = number
    }
    const value = values[row]
    if (codes.length && codes.includes(value)) values[row] = Number.NaN
    else if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY)
      throw badValue('ERR_NOT_FINITE', 'finite numbers', name, text ?? value, found, row)
  }
  return values
}

function badValue(
  code: 'ERR_TYPE' | 'ERR_NOT_FINITE',
  expected: string,
  column: string,
  value: string | number,
  { ids, offsets }: Grouped,
  row: number,
): BadValue {
  const series = ids[offsets.findIndex((offset) => offset > row) - 1]
  const advice =
    code === 'ERR_TYPE'
      ? 'Add it to missing if it stands for none, or name the column under categorical'
      : 'Add it to missing: [Infinity], or replace it'
  const message = `Expected ${expected} in column "${column}", got ${shown(value)} in series "${series}"`
  return new BadValue(code, message, advice, column, value)
}
