import type { DuckDBVector } from '@duckdb/node-api'
import { type InPieces, inTurns } from '../../base/resources/turns.ts'
import { type Chunk, type Connection, queryChunks } from './connection.ts'
import { doublesIn, isEmpty, listsIn, nullsIn, textsInPieces, textsOf } from './vectors.ts'

/** Columns of rows that lie together by series. */
export interface GroupedRows {
  /** Ascending in the order of their UTF-8 bytes; `null` for rows without an id. */
  readonly ids: readonly (string | null)[]
  /** Rows of series i are `offsets[i]` to `offsets[i + 1]`. */
  readonly offsets: Float64Array
  /** Columns of numbers by name, NaN where missing. */
  readonly numbers: ReadonlyMap<string, Float64Array>
  /** Columns of texts by name, `null` where missing. A column without any text is left out. */
  readonly texts: ReadonlyMap<string, (string | null)[]>
}

/**
 * Runs a query and groups its rows by `id`. DuckDB makes one list for each series and column. The memory of a list is
 * contiguous, so whole lists are copied into typed arrays and no row becomes a JavaScript value.
 *
 * @param rows - a SELECT of `id` and `outputs`
 * @param outputs - names of columns; a name with an `x` is a column of texts, any other a column of doubles
 */
export async function groupBySeries(
  connection: Connection,
  rows: string,
  outputs: readonly string[],
  signal?: AbortSignal,
): Promise<GroupedRows> {
  const lists = outputs.map((name) => `list(${name})`)
  const sql = `select id, ${lists.join(', ')} from (${rows}) group by id order by id`
  const chunks = await queryChunks(connection, sql, signal)
  return inTurns(groupedRows(chunks, outputs), signal)
}

function* groupedRows(chunks: readonly Chunk[], outputs: readonly string[]): InPieces<GroupedRows> {
  const ids = yield* textsOf(chunks, 0)
  const offsets = new Float64Array(ids.length + 1)
  let series = 0
  for (const chunk of chunks) {
    const { places } = listsIn(chunk.getColumnVector(1) as DuckDBVector)
    for (let row = 0; row < chunk.rowCount; row++, series++) offsets[series + 1] = offsets[series] + places[row * 4 + 2]
  }
  const numbers = new Map<string, Float64Array>()
  const texts = new Map<string, (string | null)[]>()
  for (const [at, name] of outputs.entries()) {
    yield
    if (!/x/.test(name)) numbers.set(name, copyNumbers(chunks, at + 1, offsets))
    else {
      const found = yield* copyTexts(chunks, at + 1, offsets)
      if (found) texts.set(name, found)
    }
  }
  return { ids, offsets, numbers, texts }
}

/**
 * The ranges of rows to copy: rows from `from` on of the vector `child` become rows `to` to `end` of the column. Lists
 * that follow each other in memory make one range.
 */
function* ranges(chunks: readonly Chunk[], column: number, offsets: Float64Array) {
  let series = 0
  for (const chunk of chunks) {
    const { child, places } = listsIn(chunk.getColumnVector(column) as DuckDBVector)
    for (let row = 0; row < chunk.rowCount; ) {
      const from = places[row * 4]
      const first = series
      do {
        row++
        series++
      } while (row < chunk.rowCount && places[row * 4] === from + offsets[series] - offsets[first])
      yield { child, from, to: offsets[first], end: offsets[series] }
    }
  }
}

function copyNumbers(chunks: readonly Chunk[], column: number, offsets: Float64Array): Float64Array {
  const values = new Float64Array(offsets[offsets.length - 1])
  let last: DuckDBVector | undefined
  let items: Float64Array = new Float64Array()
  for (const { child, from, to, end } of ranges(chunks, column, offsets)) {
    if (child !== last) {
      items = doublesIn(child)
      last = child
      // The memory of a missing value holds values of other rows.
      nullsIn(child, (row) => {
        items[row] = Number.NaN
      })
    }
    values.set(items.subarray(from, from + end - to), to)
  }
  return values
}

function* copyTexts(
  chunks: readonly Chunk[],
  column: number,
  offsets: Float64Array,
): InPieces<(string | null)[] | undefined> {
  if (chunks.every((chunk) => isEmpty(listsIn(chunk.getColumnVector(column) as DuckDBVector).child))) return undefined
  const values = new Array<string | null>(offsets[offsets.length - 1])
  let last: DuckDBVector | undefined
  let items: (string | null)[] = []
  for (const { child, from, to, end } of ranges(chunks, column, offsets)) {
    if (child !== last) items = yield* textsInPieces(child)
    last = child
    for (let row = to; row < end; row++) values[row] = items[from + row - to]
  }
  return values
}
