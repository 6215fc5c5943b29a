import { expect, it, vi } from 'vitest'
import { Tables, writeTable } from '../../src/files/index.ts'

vi.mock('../../src/files/duckdb/duckdb.cjs', () => ({
  default: () => {
    throw new Error("Cannot find module '@duckdb/node-api'")
  },
}))

it('names the package to install if DuckDB is not installed', async () => {
  const expected = { code: 'ERR_DEPENDENCY', message: expect.stringContaining('npm install @duckdb/node-api') }
  await expect(Tables.open()).rejects.toMatchObject(expected)
  await expect(writeTable('x.csv', [{ name: 'y', type: 'flag', values: new Uint8Array(1) }])).rejects.toMatchObject(
    expected,
  )
})
