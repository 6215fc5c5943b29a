// Reads and writes the memory of DuckDB's vectors without a JavaScript value for each row. The fields in `VectorFields`
// are not in the types of the package. Each function checks the fields that it uses, so that another version of the
// package gives an error and not wrong numbers.

import type { DuckDBVector } from '@duckdb/node-api'
import { isBigUint64Array, isDataView, isFloat64Array, isUint8Array } from '../../base/brand.ts'
import { GatecastError } from '../../base/error.ts'
import { eachPiece, type InPieces } from '../../base/resources/turns.ts'
import type { Chunk } from './connection.ts'

interface VectorFields {
  entryData?: unknown
  childVector?: DuckDBVector
  items?: unknown
  dataView?: unknown
  validity?: { data: BigUint64Array | null; offset: number }
}

const otherVersion = (what: string) =>
  new GatecastError(
    'ERR_DEPENDENCY',
    `Expected ${what} of @duckdb/node-api 1.5, got another version. Install it: npm install @duckdb/node-api@1.5`,
  )

/** The memory of a vector of doubles. A missing value has arbitrary memory; see {@link nullsIn}. */
export function doublesIn(vector: DuckDBVector): Float64Array {
  const { items } = vector as VectorFields
  if (isFloat64Array(items)) return items
  throw otherVersion('vectors of doubles')
}

/** The memory of a vector of unsigned 64-bit whole numbers. */
export function wholesIn(vector: DuckDBVector): BigUint64Array {
  const { items } = vector as VectorFields
  if (isBigUint64Array(items)) return items
  throw otherVersion('vectors of whole numbers')
}

/**
 * The lists of a vector: `child` holds the rows of all lists. `places` has four words of 32 bits for each list: the
 * first is the list's first row in `child`, the third is its number of rows. The other two are the upper halves of
 * these 64-bit numbers, and 0, as a vector has fewer than 2^32 rows.
 */
export function listsIn(vector: DuckDBVector): { child: DuckDBVector; places: Uint32Array } {
  const { entryData, childVector } = vector as VectorFields
  if (!isBigUint64Array(entryData) || !childVector) throw otherVersion('vectors of lists')
  return { child: childVector, places: new Uint32Array(entryData.buffer, entryData.byteOffset, entryData.length * 2) }
}

/** The texts of a column of a result. */
export function* textsOf(chunks: readonly Chunk[], column: number): InPieces<(string | null)[]> {
  const texts: (string | null)[] = []
  for (const chunk of chunks) {
    for (const text of yield* textsInPieces(chunk.getColumnVector(column))) texts.push(text)
    yield
  }
  return texts
}

/**
 * The texts of a vector, `null` where missing. Equal texts that follow each other are decoded once and share one
 * string.
 */
export function* textsInPieces(vector: DuckDBVector): InPieces<(string | null)[]> {
  const { dataView, validity } = vector as VectorFields
  if (!isDataView(dataView) || !validity || validity.offset !== 0) throw otherVersion('vectors of texts')
  const rows = vector.itemCount
  const valid = validity.data && new Uint8Array(validity.data.buffer, validity.data.byteOffset)
  // A text takes 16 bytes: its length, and either the text itself or its first 4 bytes and a pointer.
  const words = new Int32Array(dataView.buffer, dataView.byteOffset, rows * 4)
  const texts = new Array<string | null>(rows)
  let last = -1
  const read = (row: number): void => {
    if (valid && !(valid[row >> 3] & (1 << (row & 7)))) texts[row] = null
    else if (last >= 0 && sameWords(words, row * 4, last * 4)) texts[row] = texts[last]
    else {
      texts[row] = vector.getItem(row) as string
      last = row
    }
  }
  yield* eachPiece(rows, (from, to) => {
    for (let row = from; row < to; row++) read(row)
  })
  return texts
}

const sameWords = (words: Int32Array, a: number, b: number): boolean =>
  words[a] === words[b] &&
  words[a + 1] === words[b + 1] &&
  words[a + 2] === words[b + 2] &&
  words[a + 3] === words[b + 3]

/** Returns whether all values of a vector are missing. */
export function isEmpty(vector: DuckDBVector): boolean {
  const data = (vector as VectorFields).validity?.data
  if (!data) return vector.itemCount === 0
  const bits = new Int32Array(data.buffer, data.byteOffset, data.length * 2)
  const [words, rest] = [vector.itemCount >> 5, vector.itemCount & 31]
  for (let word = 0; word < words; word++) if (bits[word] !== 0) return false
  return rest === 0 || (bits[words] & ((1 << rest) - 1)) === 0
}

/** Calls `visit` with the row number of each missing value. */
export function nullsIn(vector: DuckDBVector, visit: (row: number) => void): void {
  const { validity } = vector as VectorFields
  if (validity?.offset !== 0) throw otherVersion('vectors')
  if (!validity.data) return
  const valid = new Uint8Array(validity.data.buffer, validity.data.byteOffset)
  for (let byte = 0; byte * 8 < vector.itemCount; byte++) {
    if (valid[byte] === 255) continue
    for (let row = byte * 8; row < Math.min(byte * 8 + 8, vector.itemCount); row++)
      if (!(valid[byte] & (1 << (row & 7)))) visit(row)
  }
}

/** Fills a vector with the values from row `from` on. */
export function fillVector(
  vector: DuckDBVector,
  values: Float64Array | Uint8Array | readonly (string | null)[],
  from: number,
): void {
  const rows = vector.itemCount
  if (isFloat64Array(values) || isUint8Array(values)) {
    const { items } = vector as VectorFields
    if (!(isFloat64Array(items) || isUint8Array(items))) throw otherVersion('vectors')
    items.set(values.subarray(from, from + rows))
  } else for (let row = 0; row < rows; row++) vector.setItem(row, values[from + row])
  vector.flush()
}
