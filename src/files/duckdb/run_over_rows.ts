import type { DuckDBDataChunk, DuckDBTableFunction, DuckDBVector } from '@duckdb/node-api'
import { checkSignal } from '../../base/abort.ts'
import { isFloat64Array, isUint8Array } from '../../base/brand.ts'
import { type Connection, duckdb, type Instance, openDuckdb } from './connection.ts'
import { interruptOn } from './interrupt.ts'
import { literal } from './sql.ts'
import { fillVector } from './vectors.ts'

/** Columns of equal length in JavaScript's memory: numbers, bytes, or texts. */
export type RowArrays = readonly (Float64Array | Uint8Array | readonly (string | null)[])[]

/** A function that returns the next rows at each call, and `undefined` after the last rows. */
export type NextRows = () => RowArrays | undefined

interface Source {
  /** DuckDB reads the types of the columns from them. */
  readonly first: RowArrays
  readonly next: NextRows
}

const sources = new Map<string, Source>()
let instance: Promise<Instance> | undefined
let count = 0

/**
 * Runs a statement over rows in JavaScript's memory. DuckDB calls a table function for the rows when it needs them, so
 * they are never stored in a table. The columns of each input have the names `c0`, `c1` and so on.
 *
 * @param statement - makes the statement from the SQL to put after FROM for each input
 */
export async function runOverRows(
  inputs: readonly NextRows[],
  statement: (from: string[]) => string,
  signal?: AbortSignal,
): Promise<void> {
  checkSignal(signal)
  const names = inputs.map((next) => {
    const name = `${count++}`
    sources.set(name, { first: next() ?? [], next })
    return name
  })
  try {
    instance ??= openInstance().catch((cause) => {
      instance = undefined
      throw cause
    })
    const connection = await (await instance).connect()
    const interruption = interruptOn(signal, connection)
    try {
      await connection.run(statement(names.map((name) => `gatecast_rows(${literal(name)})`)))
    } catch (error) {
      checkSignal(signal)
      throw error
    } finally {
      interruption[Symbol.dispose]()
      connection.closeSync()
    }
  } finally {
    for (const name of names) sources.delete(name)
  }
}

/**
 * Opens DuckDB with one thread. Several threads would write the row groups of a Parquet file in an order that varies.
 */
async function openInstance(): Promise<Instance> {
  const opened = await openDuckdb({ threads: '1', memory_limit: '512MB', temp_directory: '' })
  const connection = await opened.connect()
  await registerRows(connection)
  connection.closeSync()
  return opened
}

/** Rows that a chunk of DuckDB can hold. */
const chunkRows = 2048

interface Position {
  readonly source: Source
  arrays: RowArrays | undefined
  row: number
}

async function registerRows(connection: Connection): Promise<void> {
  const { DuckDBTableFunction, DOUBLE, UTINYINT, VARCHAR } = duckdb()
  const typeOf = (values: RowArrays[number]) =>
    isFloat64Array(values) ? DOUBLE : isUint8Array(values) ? UTINYINT : VARCHAR
  const table: DuckDBTableFunction = DuckDBTableFunction.create({
    name: 'gatecast_rows',
    parameterTypes: [VARCHAR],
    bindFunction(bind) {
      const source = sources.get(`${bind.getParameter(0)}`)
      if (!source) return bind.setError('Expected rows that are being written, got none of this name')
      source.first.forEach((values, index) => {
        bind.addResultColumn(`c${index}`, typeOf(values))
      })
      bind.setBindData({ source, arrays: source.first, row: 0 } satisfies Position)
    },
    initFunction(init) {
      init.setMaxThreads(1)
    },
    mainFunction(info, chunk) {
      try {
        fillChunk(info.bindData as Position, chunk)
      } catch (error) {
        info.setError((error as Error).message)
      }
    },
  })
  connection.registerTableFunction(table)
}

/** Moves the next rows into a chunk. A chunk of 0 rows ends the table. */
function fillChunk(position: Position, chunk: DuckDBDataChunk): void {
  if (position.arrays && position.row === position.arrays[0].length) {
    position.arrays = position.source.next()
    position.row = 0
  }
  const { arrays, row } = position
  const rows = Math.min(chunkRows, (arrays?.[0].length ?? 0) - row)
  chunk.rowCount = Math.max(0, rows)
  if (!arrays || rows <= 0) return
  arrays.forEach((values, index) => {
    fillVector(chunk.getColumnVector(index) as DuckDBVector, values, row)
  })
  position.row += rows
}
