import { shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import { checkHeap } from '../base/resources/memory_limit.ts'
import { eachPiece, type InPieces } from '../base/resources/turns.ts'

/** Columns of equal length by name. */
export type Columns = Record<string, ArrayLike<unknown>>

/**
 * The number of rows of columns.
 *
 * @throws {GatecastError} `ERR_TYPE` for anything but columns, `ERR_SHAPE` if their lengths differ
 */
export function rowsIn(columns: Columns): number {
  if (typeof columns !== 'object' || columns === null || Array.isArray(columns))
    throw new GatecastError('ERR_TYPE', `Expected columns to be an object of arrays by name, got ${shown(columns)}`)
  let rows: number | undefined
  for (const [name, values] of Object.entries(columns)) {
    if (typeof values !== 'object' || typeof values?.length !== 'number')
      throw new GatecastError('ERR_TYPE', `Expected column "${name}" to be an array, got ${shown(values)}`)
    rows ??= values.length
    if (values.length !== rows)
      throw new GatecastError('ERR_SHAPE', `Expected ${rows} values in column "${name}", got ${values.length}`)
  }
  return rows ?? 0
}

/** One object for each row of columns. */
export function* rowsOfColumns(columns: Columns): InPieces<Record<string, unknown>[]> {
  const entries = Object.entries(columns)
  const count = entries[0]?.[1].length ?? 0
  checkHeap(count * (24 + 24 * entries.length), `${count} rows of ${entries.length} columns as objects`)
  const rows = new Array<Record<string, unknown>>(count)
  // An object that already has all keys is copied: to add them one by one takes three times as long.
  const empty = Object.fromEntries(entries.map(([name]) => [name, undefined]))
  // A column may have this name. To assign to it would set the prototype.
  const isPlain = !Object.hasOwn(columns, '__proto__')
  yield* eachPiece(rows.length, (from, to) => {
    for (let at = from; at < to; at++) {
      if (!isPlain) rows[at] = Object.fromEntries(entries.map(([name, values]) => [name, values[at]]))
      else {
        const row: Record<string, unknown> = { ...empty }
        for (const [name, values] of entries) row[name] = values[at]
        rows[at] = row
      }
    }
  })
  return rows
}
