// What lies behind DuckDB's vectors, without a JavaScript value for each row. The package keeps these parts to itself
// in its types; what is asked of them is checked here, so that another version fails by name and not by wrong numbers.

import type { DuckDBVector } from '@duckdb/node-api'
import { GatecastError } from '../../base/error.ts'

interface Parts {
  entryData?: unknown
  childVector?: DuckDBVector
  items?: unknown
  dataView?: unknown
  validity?: { data: BigUint64Array | null; offset: number }
}

const changed = (what: string) =>
  new GatecastError('ERR_DEPENDENCY', `Expected ${what} of @duckdb/node-api 1.5, got another version's. Install 1.5`)

/** The memory of a vector of doubles; empty slots hold leftovers, so queries put NaN there. */
export function doublesIn(vector: DuckDBVector): Float64Array {
  const { items } = vector as Parts
  if (items instanceof Float64Array) return items
  throw changed('vectors of doubles')
}

/** 64-bit whole numbers, without signs. */
export function wholesIn(vector: DuckDBVector): BigUint64Array {
  const { items } = vector as Parts
  if (items instanceof BigUint64Array) return items
  throw changed('vectors of whole numbers')
}

/**
 * The rows of all lists of a vector, and where they lie in it: for each list four words of 32 bits, of which the first
 * is where it starts and the third how long it is. Vectors have fewer than 2^32 rows, so the others are 0.
 */
export function listsIn(vector: DuckDBVector): { child: DuckDBVector; places: Uint32Array } {
  const { entryData, childVector } = vector as Parts
  if (!(entryData instanceof BigUint64Array) || !childVector) throw changed('vectors of lists')
  return { child: childVector, places: new Uint32Array(entryData.buffer, entryData.byteOffset, entryData.length * 2) }
}

/** Texts with `null` where there is none. Rows of the same text in a row share one string, and are decoded once. */
export function textsIn(vector: DuckDBVector): (string | null)[] {
  const { dataView, validity } = vector as Parts
  if (!(dataView instanceof DataView) || !validity || validity.offset !== 0) throw changed('vectors of texts')
  const rows = vector.itemCount
  const valid = validity.data && new Uint8Array(validity.data.buffer, validity.data.byteOffset)
  // A text takes 16 bytes: its length, and either itself or its start and a pointer.
  const words = new Int32Array(dataView.buffer, dataView.byteOffset, rows * 4)
  const texts = new Array<string | null>(rows)
  let last = -1
  for (let row = 0; row < rows; row++) {
    if (valid && !(valid[row >> 3] & (1 << (row & 7)))) texts[row] = null
    else if (last >= 0 && sameWords(words, row * 4, last * 4)) texts[row] = texts[last]
    else {
      texts[row] = vector.getItem(row) as string
      last = row
    }
  }
  return texts
}

const sameWords = (words: Int32Array, a: number, b: number): boolean =>
  words[a] === words[b] &&
  words[a + 1] === words[b + 1] &&
  words[a + 2] === words[b + 2] &&
  words[a + 3] === words[b + 3]

/** Tells whether all slots of a vector are empty. */
export function isEmpty(vector: DuckDBVector): boolean {
  const data = (vector as Parts).validity?.data
  if (!data) return vector.itemCount === 0
  const bits = new Int32Array(data.buffer, data.byteOffset, data.length * 2)
  const [words, rest] = [vector.itemCount >> 5, vector.itemCount & 31]
  for (let word = 0; word < words; word++) if (bits[word] !== 0) return false
  return rest === 0 || (bits[words] & ((1 << rest) - 1)) === 0
}

/** Calls a function for every empty slot. */
export function nullsIn(vector: DuckDBVector, visit: (row: number) => void): void {
  const { validity } = vector as Parts
  if (validity?.offset !== 0) throw changed('vectors')
  if (!validity.data) return
  const valid = new Uint8Array(validity.data.buffer, validity.data.byteOffset)
  for (let byte = 0; byte * 8 < vector.itemCount; byte++) {
    if (valid[byte] === 255) continue
    for (let row = byte * 8; row < Math.min(byte * 8 + 8, vector.itemCount); row++)
      if (!(valid[byte] & (1 << (row & 7)))) visit(row)
  }
}

/** Fills a vector with values from a row on. */
export function fillVector(
  vector: DuckDBVector,
  values: Float64Array | Uint8Array | readonly (string | null)[],
  from: number,
): void {
  const rows = vector.itemCount
  if (values instanceof Float64Array || values instanceof Uint8Array) {
    const { items } = vector as Parts
    if (!(items instanceof Float64Array || items instanceof Uint8Array)) throw changed('vectors')
    items.set(values.subarray(from, from + rows))
  } else for (let row = 0; row < rows; row++) vector.setItem(row, values[from + row])
  vector.flush()
}
