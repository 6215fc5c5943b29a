import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll } from 'vitest'
import { Tables } from '../../src/files/index.ts'

/** A folder for a file of tests, its files, and DuckDB itself to make some that only it writes. */
export function folderForTests() {
  const folder = mkdtempSync(join(tmpdir(), 'gatecast-files-'))
  const path = (name: string) => join(folder, name)
  afterAll(() => rmSync(folder, { recursive: true }))
  return {
    folder,
    path,
    write(name: string, text: string | Uint8Array): string {
      writeFileSync(path(name), text)
      return path(name)
    },
    async sql(...statements: string[]): Promise<void> {
      const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
      const connection = await instance.connect()
      for (const statement of statements) await connection.run(statement)
      connection.closeSync()
      instance.closeSync()
    },
  }
}

/** Opened for a file of tests. */
export async function openTables(options?: Parameters<typeof Tables.open>[0]): Promise<Tables> {
  const tables = await Tables.open(options)
  afterAll(() => tables.close())
  return tables
}
