import type { TypedColumn } from '../typed_columns.ts'

type Class = new (...parameters: unknown[]) => object

/** The members of apache-arrow that make columns. */
export interface VectorLibrary {
  readonly Float64: Class
  readonly Int64: Class
  readonly Utf8: Class
  readonly Bool: Class
  readonly DateDay: Class
  readonly TimestampMillisecond: Class
  makeData(parts: object): unknown
  makeVector(data: unknown): unknown
  vectorFromArray(values: unknown, type: object): unknown
}

/** Makes a column of apache-arrow. */
export function makeVector(library: VectorLibrary, column: TypedColumn): unknown {
  switch (column.type) {
    case 'number':
      return fromMemory(library, new library.Float64(), column.values, column.values)
    case 'time': {
      const { times, timeZone } = column.values
      if (timeZone === undefined)
        return fromMemory(
          library,
          new library.DateDay(),
          Int32Array.from(times, (time) => time / 86_400_000),
          times,
        )
      const counts = BigInt64Array.from(times, (time) => (Number.isNaN(time) ? 0n : BigInt(Math.round(time))))
      return fromMemory(library, new library.TimestampMillisecond(timeZone), counts, times)
    }
    case 'whole':
      return library.vectorFromArray(column.values, new library.Int64())
    case 'text':
      return library.vectorFromArray(column.values, new library.Utf8())
    case 'flag':
      return library.vectorFromArray(column.values, new library.Bool())
  }
}

/** A column on memory that is there already; rows are missing where `marks` is NaN. */
function fromMemory(library: VectorLibrary, type: object, data: ArrayBufferView, marks: Float64Array): unknown {
  const bits = new Uint8Array(Math.ceil(marks.length / 8)).fill(255)
  let nullCount = 0
  for (let row = 0; row < marks.length; row++)
    if (Number.isNaN(marks[row])) {
      bits[row >> 3] &= ~(1 << (row & 7))
      nullCount++
    }
  const nulls = nullCount > 0 ? { nullCount, nullBitmap: bits } : { nullCount }
  return library.makeVector(library.makeData({ type, length: marks.length, data, ...nulls }))
}
