import { isDate } from '../../base/brand.ts'
import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { checkHeap } from '../../base/resources/memory_limit.ts'
import { eachPiece } from '../../base/resources/turns.ts'
import type { Danfo, DataFrame } from '../frame_types.ts'
import type { FrameKind } from '../kind.ts'

type DataFrameClass = new (rows: unknown[][], options: { columns: string[] }) => DataFrame

/** DataFrames of danfojs and danfojs-node. */
export const danfo: FrameKind<DataFrame, Danfo> = {
  package: 'danfojs-node',
  imported: 'danfo',
  hasTimes: false,
  owns(value) {
    const { columns, values, shape } = value as Partial<DataFrame>
    return Array.isArray(columns) && Array.isArray(values) && Array.isArray(shape)
  },
  names: (frame) => frame.columns,
  rows: (frame) => (frame.values as unknown[][]).length,
  // Rows are read, as danfo's `column()` throws if the first value is missing.
  *cells(frame, name) {
    const rows = frame.values as unknown[][]
    const index = frame.columns.indexOf(name)
    const cells = new Array<unknown>(rows.length)
    yield* eachPiece(rows.length, (from, to) => {
      for (let row = from; row < to; row++) cells[row] = rows[row][index]
    })
    return cells
  },
  isLibrary: (value) => typeof (value as Partial<Danfo>).DataFrame === 'function',
  // The class is that of the prototype, as the columns of a frame are properties of the object.
  libraryOf: (frame) => ({ DataFrame: Object.getPrototypeOf(frame).constructor }),
  make(library, columns, rows) {
    const names = Object.keys(columns)
    const lists = Object.values(columns) as ArrayLike<unknown>[]
    // A row is an array of values of 8 bytes, most of them with a number or a text of their own.
    checkHeap(rows * (32 + 24 * names.length), `a DataFrame of ${rows} rows and ${names.length} columns`)
    // The frame is made from rows, because danfo refuses columns without values.
    const values = new Array<unknown[]>(rows)
    for (let row = 0; row < rows; row++) values[row] = lists.map((list, i) => cellOf(names[i], row, list[row]))
    return new (library.DataFrame as unknown as DataFrameClass)(values, { columns: names })
  },
}

/** Danfo turns a cell into text to find its type, which fails for objects of some kinds. */
function cellOf(column: string, row: number, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || isDate(value)) return value
  throw new GatecastError(
    'ERR_TYPE',
    `Expected numbers, texts, flags and dates in column "${column}", got ${shown(value)} (row ${row})`,
  )
}
