import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { eachPiece, type InPieces } from '../../base/resources/turns.ts'
import type { Columns } from '../../frames/columns.ts'
import { joinId } from './series_id.ts'

/** The series of each row. */
export interface Groups {
  readonly ids: readonly string[]
  /** The values of the columns that name each series. */
  readonly keys: readonly (readonly string[])[]
  /** Index of the series of each row. */
  readonly seriesOf: Uint32Array
}

/**
 * Finds the series of each row. Series are numbered in the order of their first rows.
 *
 * @param names - columns that together name a series; empty if all rows are one series
 * @throws {GatecastError} `ERR_DATA` for a row without a name, with column and row
 */
export function* groupRows(names: readonly string[], columns: Columns, rows: number): InPieces<Groups> {
  const seriesOf = new Uint32Array(rows)
  if (!names.length) return { ids: ['series'], keys: [[]], seriesOf }
  const parts = names.map((name) => columns[name])
  const ids: string[] = []
  const keys: string[][] = []
  const index = new Map<string, number>()
  const read = (row: number): void => {
    // Most rows belong to the series of the row before, and need no look-up.
    if (row > 0 && parts.every((part) => part[row] === part[row - 1])) {
      seriesOf[row] = seriesOf[row - 1]
      return
    }
    const key = parts.map((part, at) => checkName(part[row], names[at], row))
    const id = joinId(key)
    let series = index.get(id)
    if (series === undefined) {
      series = ids.length
      index.set(id, series)
      ids.push(id)
      keys.push(key)
    }
    seriesOf[row] = series
  }
  yield* eachPiece(rows, (from, to) => {
    for (let row = from; row < to; row++) read(row)
  })
  return { ids, keys, seriesOf }
}

function checkName(value: unknown, name: string, row: number): string {
  if (typeof value === 'string' ? value !== '' : /number|bigint|boolean/.test(typeof value) && !Number.isNaN(value))
    return String(value)
  throw new GatecastError(
    'ERR_DATA',
    `Expected the name of a series in column "${name}", got ${shown(value)} (row ${row}). Drop the row or name it`,
  )
}
