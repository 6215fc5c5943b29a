import { isAbsolute } from 'node:path'
import { isDate } from '../base/brand.ts'
import { shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import { checkHeap } from '../base/resources/memory_limit.ts'
import { atOnce, eachPiece, type InPieces } from '../base/resources/turns.ts'

/** A DataFrame of danfojs or danfojs-node, with the members that gatecast uses. */
export interface DataFrame {
  /** Names of the columns. */
  readonly columns: string[]
  /** Number of rows, and number of columns. */
  readonly shape: number[]
  /** One array for each row. Columns are read from it, as danfo's `column()` throws if the first value is missing. */
  readonly values: unknown
  /** Prints the first rows to the console. */
  print(): void
}

/** The imported `danfojs` or `danfojs-node`, with the member that gatecast uses. */
export interface Danfo {
  // The two packages declare different parameters; `never[]` fits both.
  /** The class of DataFrames. */
  DataFrame: new (
    ...parameters: never[]
  ) => unknown
}

type DataFrameClass = new (rows: unknown[][], options: { columns: string[] }) => DataFrame

/** Columns of equal length by name. */
export type Columns = Record<string, ArrayLike<unknown>>

/**
 * Makes a DataFrame.
 *
 * @param columns - columns of equal length by name
 * @param danfo - the imported `danfojs` or `danfojs-node`; default: the installed `danfojs-node`
 * @returns the frame. danfo makes it at once, about 2,000 rows in a millisecond, and nothing else runs meanwhile
 * @throws {GatecastError} `ERR_TYPE` if danfo is not given and not installed, or for anything but columns; `ERR_SHAPE` if
 * their lengths differ
 * @example
 * dataFrame({ day: ['2024-01-01', '2024-01-02'], sold: [3, 5] }).print()
 */
export function dataFrame(columns: Columns, danfo: Danfo = installedDanfo()): DataFrame {
  if (typeof danfo?.DataFrame !== 'function')
    throw new GatecastError(
      'ERR_TYPE',
      'Expected danfo to be the imported danfojs or danfojs-node, got a value without DataFrame',
    )
  const rows = lengthOf(columns)
  const names = Object.keys(columns)
  const lists = Object.values(columns)
  // A row is an array of values of 8 bytes, most of them with a number or a text of their own.
  checkHeap(rows * (32 + 24 * names.length), `a DataFrame of ${rows} rows and ${names.length} columns`)
  // The frame is made from rows, because danfo refuses columns without values.
  const values = new Array<unknown[]>(rows)
  for (let row = 0; row < rows; row++) values[row] = lists.map((list, i) => cellOf(names[i], row, list[row]))
  return new (danfo.DataFrame as unknown as DataFrameClass)(values, { columns: names })
}

/** Danfo turns a cell into text to find its type, which fails for objects of some kinds. */
function cellOf(column: string, row: number, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || isDate(value)) return value
  throw new GatecastError(
    'ERR_TYPE',
    `Expected numbers, texts, flags and dates in column "${column}", got ${shown(value)} (row ${row})`,
  )
}

/** The number of rows. */
function lengthOf(columns: Columns): number {
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

function installedDanfo(): Danfo {
  // The project of the user: danfojs-node is a peer dependency, and need not be installed beside this file.
  for (const base of [`${process.cwd()}/`, process.argv[1] ?? ''].filter(isAbsolute)) {
    try {
      return process.getBuiltinModule('node:module').createRequire(base)('danfojs-node')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error
    }
  }
  throw new GatecastError(
    'ERR_TYPE',
    'Expected danfojs-node to be installed. Install it (npm install danfojs-node), or pass the library that you use: ' +
      "import * as danfo from 'danfojs', then toDataFrame(danfo)",
  )
}

/**
 * Returns whether a value is a DataFrame. It looks at the members and not at the class, because danfojs and
 * danfojs-node have different classes.
 *
 * @param value - any value
 * @returns true if it has the arrays `columns`, `values` and `shape`
 * @example
 * const panel = isDataFrame(data) ? prepare(data, roles).toPanel() : panelFromRows(data, roles)
 */
export const isDataFrame = (value: unknown): value is DataFrame =>
  typeof value === 'object' &&
  value !== null &&
  Array.isArray((value as DataFrame).columns) &&
  Array.isArray((value as DataFrame).values) &&
  Array.isArray((value as DataFrame).shape)

/**
 * Copies the columns of a DataFrame.
 *
 * @param frame - a DataFrame of danfojs or danfojs-node
 * @returns one array for each column, by name
 * @throws {GatecastError} `ERR_TYPE` for a value that is no DataFrame
 * @example
 * const { sold } = columnsOf(frame)
 */
export const columnsOf = (frame: DataFrame): Columns => atOnce(columnsInPieces(frame))

/** {@link columnsOf} in pieces. */
export function* columnsInPieces(frame: DataFrame): InPieces<Columns> {
  if (!isDataFrame(frame))
    throw new GatecastError('ERR_TYPE', `Expected a DataFrame of danfojs or danfojs-node, got ${shown(frame)}`)
  const rows = frame.values as unknown[][]
  const lists: unknown[][] = []
  for (const _ of frame.columns) {
    lists.push(new Array<unknown>(rows.length))
    yield
  }
  yield* eachPiece(rows.length, (from, to) => {
    for (let row = from; row < to; row++)
      for (let index = 0; index < lists.length; index++) lists[index][row] = rows[row][index]
  })
  return Object.fromEntries(frame.columns.map((name, index) => [name, lists[index]]))
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

/**
 * The library that a frame comes from. It is found by the class, as the columns of a frame are properties of the
 * object.
 */
export const danfoOf = (frame: DataFrame): Danfo => ({ DataFrame: Object.getPrototypeOf(frame).constructor })
