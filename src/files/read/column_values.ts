import { firstInfinite, shown } from '../../base/check.ts'
import { eachPiece, type InPieces } from '../../base/resources/turns.ts'
import { numberHint } from '../../series/notation/number_hint.ts'
import { numberReader, numbersOrCategories, textsInPieces } from '../../series/table/read_values.ts'
import type { Values } from '../../series/table/table.ts'
import type { GroupedRows } from '../duckdb/group_by_series.ts'
import type { Plan } from '../plan/plan_query.ts'
import type { PlannedColumn } from '../plan/select_rows.ts'
import { BadValue } from './bad_value.ts'

/** The texts that stand for booleans in files without types, for example CSV. */
const booleans: ReadonlyMap<string, number> = new Map([
  ['true', 1],
  ['false', 0],
])

/** The values of a column, read by the same rules as columns in memory. */
export function* columnValues(rows: GroupedRows, column: PlannedColumn, { notation, roles }: Plan): InPieces<Values> {
  const { name, at } = column
  const count = rows.offsets[rows.offsets.length - 1]
  const texts = rows.texts.get(`x${at}`)
  if (column.as === 'number') return yield* numberValues(rows, column, texts, notation)
  const given = texts ?? new Array<null>(count).fill(null)
  const fixed = roles.static.includes(name) && !roles.series.includes(name) && !roles.categorical.includes(name)
  return yield* fixed ? numbersOrCategories(name, given, notation) : textsInPieces(name, given, notation)
}

function* numberValues(
  rows: GroupedRows,
  { name, at }: PlannedColumn,
  texts: readonly (string | null)[] | undefined,
  notation: Plan['notation'],
): InPieces<Float64Array> {
  const count = rows.offsets[rows.offsets.length - 1]
  const values = rows.numbers.get(`n${at}`) ?? new Float64Array(count).fill(Number.NaN)
  const codes = notation.missing.filter((value) => typeof value === 'number')
  const read = numberReader(notation)
  if (!texts && !codes.length) {
    const infinite = firstInfinite(values)
    if (infinite < 0) return values
    throw badValue('ERR_NOT_FINITE', 'finite numbers', name, values[infinite], adviceForInfinite, rows, infinite)
  }
  const readRow = (row: number): void => {
    const text = texts?.[row] ?? null
    if (text !== null) {
      const number = read(text) ?? booleans.get(text.trim().toLowerCase())
      if (number === undefined)
        throw badValue('ERR_TYPE', 'a number', name, text, numberHint(text, notation), rows, row)
      values[row] = number
    }
    const value = values[row]
    if (codes.length && codes.includes(value)) values[row] = Number.NaN
    else if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY)
      throw badValue('ERR_NOT_FINITE', 'finite numbers', name, text ?? value, adviceForInfinite, rows, row)
  }
  yield* eachPiece(count, (from, to) => {
    for (let row = from; row < to; row++) readRow(row)
  })
  return values
}

const adviceForInfinite = 'Add it to missing: [Infinity], or replace it'

function badValue(
  code: 'ERR_TYPE' | 'ERR_NOT_FINITE',
  expected: string,
  column: string,
  value: string | number,
  advice: string,
  { ids, offsets }: GroupedRows,
  row: number,
): BadValue {
  const series = ids[offsets.findIndex((offset) => offset > row) - 1]
  const message = `Expected ${expected} in column "${column}", got ${shown(value)} in series "${series}"`
  return new BadValue(code, message, advice, column, value, `${series}`)
}
