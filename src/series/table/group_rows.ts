import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { Columns } from '../data_frame.ts'

/** Which rows belong to which series. */
export interface Groups {
  readonly ids: readonly string[]
  /** For each series, the values of the columns that name it. */
  readonly keys: readonly (readonly string[])[]
  /** Index of the series of each row. */
  readonly seriesOf: Uint32Array
}

/**
 * Finds the series of each row, numbered in the order in which they come. The id is the name; names of several columns
 * are joined by slashes, with slashes in them escaped: `a/b` and `c` must not become the series of `a` and `b/c`.
 */
export function groupRows(names: readonly string[], columns: Columns, rows: number): Groups {
  const seriesOf = new Uint32Array(rows)
  if (!names.length) return { ids: ['series'], keys: [[]], seriesOf }
  const parts = names.map((name) => columns[name])
  const ids: string[] = []
  const keys: string[][] = []
  const index = new Map<string, number>()
  for (let row = 0; row < rows; row++) {
    // Rows of a series mostly lie together.
    if (row > 0 && parts.every((part) => part[row] === part[row - 1])) {
      seriesOf[row] = seriesOf[row - 1]
      continue
    }
    const key = parts.map((part, at) => nameIn(part[row], names[at], row))
    const id = key.length === 1 ? key[0] : key.map((part) => part.replace(/[\\/]/g, '\\$&')).join('/')
    let series = index.get(id)
    if (series === undefined) {
      series = ids.length
      index.set(id, series)
      ids.push(id)
      keys.push(key)
    }
    seriesOf[row] = series
  }
  return { ids, keys, seriesOf }
}

function nameIn(value: unknown, name: string, row: number): string {
  if (typeof value === 'string' ? value !== '' : /number|bigint|boolean/.test(typeof value) && !Number.isNaN(value))
    return String(value)
  throw new GatecastError(
    'ERR_DATA',
    `Expected the name of a series in column "${name}", got ${shown(value)} (row ${row}). Drop the row or name it`,
  )
}
