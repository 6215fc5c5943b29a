import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { afterAll } from 'vitest'
import { Tables } from '../../src/files/index.ts'

/** A folder for the files of one test file, and functions that write to it. */
export function folderForTests() {
  const folder = mkdtempSync(join(tmpdir(), 'gatecast-files-'))
  const path = (name: string) => join(folder, name)
  afterAll(() => rmSync(folder, { recursive: true }))
  const write = (name: string, text: string | Uint8Array): string => {
    writeFileSync(path(name), text)
    return path(name)
  }
  return {
    path,
    write,
    /** A source with the columns id, time and y. */
    long: (lines: readonly string[], name = 'x.csv') => ({
      path: write(name, `${['id,time,y', ...lines].join('\n')}\n`),
    }),
    /** Runs statements of DuckDB, for files that only DuckDB can write. */
    async sql(...statements: string[]): Promise<void> {
      const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
      const connection = await instance.connect()
      for (const statement of statements) await connection.run(statement)
      connection.closeSync()
      instance.closeSync()
    },
  }
}

/** Tables that are closed after the tests of the file. */
export async function openTables(options?: Parameters<typeof Tables.open>[0]): Promise<Tables> {
  const tables = await Tables.open(options)
  afterAll(() => tables.close())
  return tables
}

/** A connection to a DuckDB of its own, which is closed after the tests of the file. */
export async function connectionForTests(): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  afterAll(() => {
    connection.closeSync()
    instance.closeSync()
  })
  return connection
}
