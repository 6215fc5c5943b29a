// Files that are replaced while tables are open.

import { utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Tables, writeTable } from '../../src/files/index.ts'
import { useFolder } from '../jobs/scripts.ts'

const folder = useFolder()

it('a Parquet file that another of the same size and second has replaced is read as it is now', async () => {
  const path = join(folder.path, 'sales.parquet')
  const second = new Date(2024, 0, 1)
  const write = async (value: number) => {
    const days = Float64Array.from({ length: 50 }, (_, day) => day * 86_400_000)
    await writeTable(path, [
      { name: 'date', type: 'date', values: days },
      { name: 'sales', type: 'number', values: days.map(() => value) },
    ])
    await utimes(path, second, second)
  }
  await using tables = await Tables.open()
  const read = async () => (await tables.readPanel({ path }, { time: 'date', target: 'sales' })).target.values
  await write(1)
  expect(new Set(await read())).toEqual(new Set([1]))
  await write(2)
  expect(new Set(await read())).toEqual(new Set([2]))
})
