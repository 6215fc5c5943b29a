// Columns in the memory layout of Arrow, as apache-arrow (`Vector` of `Data`) and arquero (`Column` of `Batch`) hold them.

/** Numbers that Arrow gives to its types. */
export const typeId = {
  null: 1,
  int: 2,
  float: 3,
  text: 5,
  flag: 6,
  decimal: 7,
  date: 8,
  time: 9,
  timestamp: 10,
  largeText: 20,
  textView: 24,
  dictionary: -1,
} as const

/** The type of a column. Which members it has depends on the type. */
export interface ArrowType {
  readonly typeId: number
  readonly bitWidth?: number
  readonly precision?: number
  readonly scale?: number
  readonly unit?: number
  readonly timezone?: string | null
  readonly isSigned?: boolean
  readonly signed?: boolean
}

/** Rows that lie together in memory. */
export interface ArrowChunk {
  readonly length: number
  readonly nullCount: number
  readonly values: ArrayBufferView & ArrayLike<number | bigint>
  /** One bit for each row, 0 where missing. apache-arrow and arquero name it differently. */
  readonly nullBitmap?: Uint8Array | null
  readonly validity?: Uint8Array | null
  /** The first row of the chunk in the bits. */
  readonly offset?: number
  /** The values that a column of numbers of values stands for. */
  readonly dictionary?: ArrowColumn | undefined
}

/** A column: chunks of one type. */
export interface ArrowColumn {
  readonly type: ArrowType
  readonly length: number
  readonly data: readonly ArrowChunk[]
  get?(row: number): unknown
  at?(row: number): unknown
}

/** Whether a value is a column in this layout. */
export function isArrowColumn(value: unknown): value is ArrowColumn {
  if (typeof value !== 'object' || value === null) return false
  const { type, data } = value as Partial<ArrowColumn>
  return typeof type?.typeId === 'number' && Array.isArray(data)
}

/** Makes a function that tells whether a row of a chunk is missing. */
export function missingIn(chunk: ArrowChunk): (row: number) => boolean {
  const bits = chunk.nullBitmap ?? chunk.validity
  if (chunk.nullCount === 0 || !bits?.length) return () => false
  const offset = chunk.offset ?? 0
  return (row) => ((bits[(offset + row) >> 3] >> ((offset + row) & 7)) & 1) === 0
}

/** Makes a function that reads whole numbers of some bytes, lowest byte first, as memory of any alignment holds them. */
export function integersIn({ values }: ArrowChunk, bytes: number, isSigned: boolean): (row: number) => bigint {
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength)
  if (bytes === 4) return (row) => BigInt(isSigned ? view.getInt32(4 * row, true) : view.getUint32(4 * row, true))
  const words = bytes / 8
  return (row) => {
    const top = 8 * (words * row + words - 1)
    let value = isSigned ? view.getBigInt64(top, true) : view.getBigUint64(top, true)
    for (let word = words - 2; word >= 0; word--)
      value = (value << 64n) | view.getBigUint64(8 * (words * row + word), true)
    return value
  }
}
