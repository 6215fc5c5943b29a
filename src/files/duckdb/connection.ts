import type * as Duckdb from '@duckdb/node-api'
import { GatecastError } from '../../base/error.ts'

export type Connection = Duckdb.DuckDBConnection
export type Instance = Duckdb.DuckDBInstance
export type Chunk = Duckdb.DuckDBDataChunk

let loaded: Promise<typeof Duckdb> | undefined

/**
 * DuckDB, which is 70 MB and only needed where files are: loaded on first use.
 *
 * @throws {GatecastError} `ERR_DEPENDENCY` if it is not installed
 */
export function duckdb(): Promise<typeof Duckdb> {
  loaded ??= import('@duckdb/node-api').catch((cause) => {
    loaded = undefined
    throw new GatecastError(
      'ERR_DEPENDENCY',
      `Expected @duckdb/node-api to read and write tables, got: ${cause.message}. Install it: npm install @duckdb/node-api`,
      { cause },
    )
  })
  return loaded
}

/** The rows of a small result as JavaScript values. */
export async function rowsOf(connection: Connection, sql: string): Promise<Record<string, unknown>[]> {
  return (await connection.run(sql)).getRowObjectsJS() as Promise<Record<string, unknown>[]>
}

/** All chunks of a result. It is complete before the first one is there: a stream that fails ends like one that is done. */
export async function chunksOf(connection: Connection, sql: string): Promise<Chunk[]> {
  return (await connection.run(sql)).fetchAllChunks()
}
