import type { DuckDBDataChunk, DuckDBTableFunction, DuckDBVector } from '@duckdb/node-api'
import { type Connection, duckdb, type Instance } from './connection.ts'
import { literal } from './sql.ts'
import { fillVector } from './vectors.ts'

/** Columns of equal length in JavaScript's memory: numbers, bytes, or texts. */
export type Arrays = readonly (Float64Array | Uint8Array | readonly (string | null)[])[]

/** Rows that DuckDB asks for when it needs them; `undefined` when there are no more. */
export type Rows = () => Arrays | undefined

interface Source {
  readonly first: Arrays
  readonly rows: Rows
}

const sources = new Map<string, Source>()
let instance: Promise<Instance> | undefined
let count = 0

/**
 * Runs a statement over rows in JavaScript's memory, and nothing else: they are never in a table of DuckDB. Its
 * columns are called `c0`, `c1` and so on.
 *
 * @param statement - gets what stands after FROM for each of the sources
 */
export async function runOver(sourcesOf: readonly Rows[], statement: (from: string[]) => string): Promise<void> {
  const names = sourcesOf.map((rows) => {
    const name = `${count++}`
    sources.set(name, { first: rows() ?? [], rows })
    return name
  })
  try {
    instance ??= open().catch((cause) => {
      instance = undefined
      throw cause
    })
    const connection = await (await instance).connect()
    try {
      await connection.run("set TimeZone = 'UTC'")
      await connection.run(statement(names.map((name) => `gatecast_rows(${literal(name)})`)))
    } finally {
      connection.closeSync()
    }
  } finally {
    for (const name of names) sources.delete(name)
  }
}

/** One thread: more would write the groups of a Parquet file in another order each time. */
async function open(): Promise<Instance> {
  const { DuckDBInstance } = await duckdb()
  const opened = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: '512MB', temp_directory: '' })
  const connection = await opened.connect()
  await register(connection)
  connection.closeSync()
  return opened
}

/** Chunks of DuckDB have no more rows than this. */
const chunkRows = 2048

interface Position {
  readonly source: Source
  arrays: Arrays | undefined
  at: number
}

async function register(connection: Connection): Promise<void> {
  const { DuckDBTableFunction, DOUBLE, UTINYINT, VARCHAR } = await duckdb()
  const typeOf = (values: Arrays[number]) =>
    values instanceof Float64Array ? DOUBLE : values instanceof Uint8Array ? UTINYINT : VARCHAR
  const table: DuckDBTableFunction = DuckDBTableFunction.create({
    name: 'gatecast_rows',
    parameterTypes: [VARCHAR],
    bindFunction(bind) {
      const source = sources.get(`${bind.getParameter(0)}`)
      if (!source) return bind.setError('no such rows')
      source.first.forEach((values, index) => {
        bind.addResultColumn(`c${index}`, typeOf(values))
      })
      bind.setBindData({ source, arrays: source.first, at: 0 } satisfies Position)
    },
    initFunction(init) {
      init.setMaxThreads(1)
    },
    mainFunction(info, chunk) {
      try {
        next(info.bindData as Position, chunk)
      } catch (error) {
        info.setError((error as Error).message)
      }
    },
  })
  connection.registerTableFunction(table)
}

function next(position: Position, chunk: DuckDBDataChunk): void {
  if (position.arrays && position.at === position.arrays[0].length) {
    position.arrays = position.source.rows()
    position.at = 0
  }
  const { arrays, at } = position
  const rows = Math.min(chunkRows, (arrays?.[0].length ?? 0) - at)
  chunk.rowCount = Math.max(0, rows)
  if (!arrays || rows <= 0) return
  arrays.forEach((values, index) => {
    fillVector(chunk.getColumnVector(index) as DuckDBVector, values, at)
  })
  position.at += rows
}
