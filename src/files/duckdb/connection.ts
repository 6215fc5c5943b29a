import type * as Duckdb from '@duckdb/node-api'
import { checkSignal } from '../../base/abort.ts'
import { GatecastError } from '../../base/error.ts'
// biome-ignore lint/correctness/useImportExtensions: the types of duckdb.cjs are in duckdb.d.cts
import loadDuckdb from './duckdb.cjs'

export type Connection = Duckdb.DuckDBConnection
export type Instance = Duckdb.DuckDBInstance
export type Chunk = Duckdb.DuckDBDataChunk

/**
 * The package of DuckDB. It is 70 MB large and only files need it, so it is loaded on first use.
 *
 * @throws {GatecastError} `ERR_DEPENDENCY` if it is not installed
 */
export function duckdb(): typeof Duckdb {
  try {
    return loadDuckdb()
  } catch (cause) {
    throw new GatecastError(
      'ERR_DEPENDENCY',
      `Expected @duckdb/node-api to read and write tables, got: ${(cause as Error).message}. Install it: npm install @duckdb/node-api`,
      { cause },
    )
  }
}

/**
 * Starts a DuckDB in memory that gives the same answers on every machine: by itself it takes the time zone and the
 * calendar of the machine, and reads the year 2024 as 1481 under a Thai locale.
 */
export async function openDuckdb(options: Record<string, string>): Promise<Instance> {
  const { DuckDBInstance } = duckdb()
  const instance = await DuckDBInstance.create(':memory:', options)
  const connection = await instance.connect()
  await connection.run("set global Calendar = 'gregorian'; set global TimeZone = 'UTC'")
  connection.closeSync()
  return instance
}

/** The rows of a small result as JavaScript objects. */
export async function queryRows(connection: Connection, sql: string): Promise<Record<string, unknown>[]> {
  return (await connection.run(sql)).getRowObjectsJS() as Promise<Record<string, unknown>[]>
}

/** All chunks of a result. Not as a stream: a stream that fails in the middle ends like a complete one. */
export async function queryChunks(connection: Connection, sql: string, signal?: AbortSignal): Promise<Chunk[]> {
  const result = await connection.run(sql)
  const chunks: Chunk[] = []
  for (;;) {
    const chunk = await result.fetchChunk()
    if (!chunk || chunk.rowCount === 0) return chunks
    chunks.push(chunk)
    checkSignal(signal)
  }
}
