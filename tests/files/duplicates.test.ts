import { describe, expect, it } from 'vitest'
import { Tables } from '../../src/files/index.ts'
import { folderForTests, openTables } from './folder.ts'

const { path, long, sql } = folderForTests()
const tables = await openTables()
const roles = { series: 'id', time: 'time', target: 'y' } as const

describe('rows of the same time', () => {
  const lines = ['a,2024-01-02,5', 'a,2024-01-01,0.1', 'a,2024-01-01,0.2', 'a,2024-01-01,0.3', 'a,2024-01-03,1']
  const shuffled = [3, 1, 4, 2, 0].map((at) => lines[at])

  it('are refused by default, with advice', async () => {
    await expect(tables.readPanel(long(lines), roles)).rejects.toThrow(
      'Expected one row per time step in series "a", got two for 2024-01-01. Aggregate them with duplicates',
    )
  })

  it('have the same sum, to the last bit, in any order', async () => {
    for (const duplicates of ['sum', 'mean', 'min', 'max'] as const)
      expect(await tables.readPanel(long(shuffled), { ...roles, duplicates })).toEqual(
        await tables.readPanel(long(lines), { ...roles, duplicates }),
      )
  })

  it('are merged by first and last in the order of the file, with any number of threads', async () => {
    const several = await Tables.open({ threads: 4 })
    const query = "select 'a' as id, date '2024-01-01' + (i % 2)::int as time, i as y from range(600000) t(i)"
    await sql(`copy (${query}) to '${path('order.parquet')}' (row_group_size 10000)`)
    for (const [duplicates, first] of [
      ['first', 0],
      ['last', 599_998],
    ] as const) {
      const reading = { ...roles, duplicates }
      const { target } = await several.readPanel({ path: path('order.parquet') }, reading)
      expect([...target.values]).toEqual([first, first + 1])
      const [part] = await several.repartition(
        { path: path('order.parquet') },
        reading,
        [{ from: 'a', to: 'a' }],
        path(`parts by ${duplicates}`),
      )
      expect((await several.readPanel(part, reading)).target.values).toEqual(target.values)
    }
    await several.close()
  })

  it('are merged by first and last in another way if the file has another order', async () => {
    const value = async (some: string[], duplicates: 'first' | 'last') =>
      (await tables.readPanel(long(some), { ...roles, duplicates })).target.values[0]
    expect([await value(lines, 'first'), await value(lines, 'last')]).toEqual([0.1, 0.3])
    expect([await value(shuffled, 'first'), await value(shuffled, 'last')]).toEqual([0.3, 0.2])
  })
})
