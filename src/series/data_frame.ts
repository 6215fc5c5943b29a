import { createRequire } from 'node:module'
import { GatecastError } from '../base/error.ts'

/** What gatecast uses of a DataFrame of danfojs or danfojs-node. */
export interface DataFrame {
  /** Names of the columns. */
  readonly columns: string[]
  /** Rows and columns. */
  readonly shape: number[]
  /** Row by row. Columns are read from here: danfo's `column()` throws if the first value is missing. */
  readonly values: unknown
  /** Writes the first rows to the console. */
  print(): void
}

/** What gatecast uses of the imported `danfojs` or `danfojs-node`. */
export interface Danfo {
  // "never" takes any parameters: the two packages declare theirs differently.
  /** The class, which makes a frame of rows. */
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
 * @param danfo - the imported `danfojs` or `danfojs-node`; without it, `danfojs-node` has to be installed
 * @param columns - of equal length
 * @throws {GatecastError} `ERR_TYPE` if there is no danfo
 * @example
 * dataFrame({ day: ['2024-01-01', '2024-01-02'], sold: [3, 5] }).print()
 */
export function dataFrame(columns: Columns, danfo: Danfo = installedDanfo()): DataFrame {
  if (typeof danfo?.DataFrame !== 'function')
    throw new GatecastError('ERR_TYPE', 'Expected danfo to be the imported danfojs or danfojs-node, with its DataFrame')
  const names = Object.keys(columns)
  const rows = names.length ? columns[names[0]].length : 0
  // By rows: given columns, danfo refuses empty ones.
  const values = Array.from({ length: rows }, (_, row) => names.map((name) => columns[name][row]))
  return new (danfo.DataFrame as unknown as DataFrameClass)(values, { columns: names })
}

function installedDanfo(): Danfo {
  // Looked up from the caller's project first: danfojs-node is a peer, it need not lie next to this file.
  for (const base of [`${process.cwd()}/`, import.meta.url]) {
    try {
      return createRequire(base)('danfojs-node')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error
    }
  }
  throw new GatecastError(
    'ERR_TYPE',
    'Expected danfojs-node to be installed. Install it (npm install danfojs-node), or give the library that you use: ' +
      "import * as danfo from 'danfojs', then toDataFrame(danfo)",
  )
}

/**
 * Tells whether a value is a DataFrame, by what it has: danfojs and danfojs-node have classes of their own.
 *
 * @param value - anything
 * @returns whether it has the columns, values and shape of one
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
 * The columns of a DataFrame, copied.
 *
 * @param frame - of either library
 * @returns an array for each column
 * @example
 * const { sold } = columnsOf(frame)
 */
export function columnsOf(frame: DataFrame): Columns {
  const rows = frame.values as unknown[][]
  return Object.fromEntries(frame.columns.map((name, index) => [name, rows.map((row) => row[index])]))
}
