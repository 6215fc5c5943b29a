import type { DuckDBVector } from '@duckdb/node-api'
import { type Chunk, type Connection, chunksOf } from './connection.ts'
import { doublesIn, isEmpty, listsIn, nullsIn, textsIn } from './vectors.ts'

/** Rows grouped by series, as columns. */
export interface Grouped {
  /** Ascending in the order of their bytes; `null` for rows without a name. */
  readonly ids: readonly (string | null)[]
  /** Rows of series i are `offsets[i]` to `offsets[i + 1]`. */
  readonly offsets: Float64Array
  /** NaN where there is nothing. */
  readonly numbers: ReadonlyMap<string, Float64Array>
  /** Columns of texts; left out if there is not one text in them. */
  readonly texts: ReadonlyMap<string, (string | null)[]>
}

/**
 * Runs a query of rows and gathers them by series: DuckDB makes a list of each column for each series, whose memory
 * lies in one piece, so that no row becomes a JavaScript value.
 */
export async function grouped(connection: Connection, rows: string, outputs: readonly string[]): Promise<Grouped> {
  const lists = outputs.map((name) => `list(${name})`)
  const chunks = await chunksOf(connection, `select id, ${lists.join(', ')} from (${rows}) group by id order by id`)
  const ids = chunks.flatMap((chunk) => textsIn(chunk.getColumnVector(0)))
  const offsets = new Float64Array(ids.length + 1)
  let series = 0
  for (const chunk of chunks) {
    const { places } = listsIn(chunk.getColumnVector(1) as DuckDBVector)
    for (let row = 0; row < chunk.rowCount; row++, series++) offsets[series + 1] = offsets[series] + places[row * 4 + 2]
  }
  const numbers = new Map<string, Float64Array>()
  const texts = new Map<string, (string | null)[]>()
  outputs.forEach((name, at) => {
    if (!/x/.test(name)) numbers.set(name, numbersOf(chunks, at + 1, offsets))
    else {
      const found = textsOf(chunks, at + 1, offsets)
      if (found) texts.set(name, found)
    }
  })
  return { ids, offsets, numbers, texts }
}

/** Where the rows of lists lie in their vector, and where they belong. Lists that follow each other are one piece. */
function* pieces(chunks: readonly Chunk[], column: number, offsets: Float64Array) {
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

function numbersOf(chunks: readonly Chunk[], column: number, offsets: Float64Array): Float64Array {
  const values = new Float64Array(offsets[offsets.length - 1])
  let last: DuckDBVector | undefined
  let items: Float64Array = new Float64Array()
  for (const { child, from, to, end } of pieces(chunks, column, offsets)) {
    if (child !== last) {
      items = doublesIn(child)
      last = child
      // An empty slot holds leftovers of other rows.
      nullsIn(child, (row) => {
        items[row] = Number.NaN
      })
    }
    values.set(items.subarray(from, from + end - to), to)
  }
  return values
}

function textsOf(chunks: readonly Chunk[], column: number, offsets: Float64Array): (string | null)[] | undefined {
  if (chunks.every((chunk) => isEmpty(listsIn(chunk.getColumnVector(column) as DuckDBVector).child))) return undefined
  const values = new Array<string | null>(offsets[offsets.length - 1])
  let last: DuckDBVector | undefined
  let items: (string | null)[] = []
  for (const { child, from, to, end } of pieces(chunks, column, offsets)) {
    if (child !== last) items = textsIn(child)
    last = child
    for (let row = to; row < end; row++) values[row] = items[from + row - to]
  }
  return values
}
