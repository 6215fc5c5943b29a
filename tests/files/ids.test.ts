import { describe, expect, it } from 'vitest'
import { panelFromColumns } from '../../src/series/index.ts'
import { folderForTests, openTables } from './folder.ts'

const { path, write, long, sql } = folderForTests()
const tables = await openTables()
const roles = { series: 'id', time: 'time', target: 'y' } as const

describe('ids', () => {
  it('from several columns are joined as in memory', async () => {
    const source = { path: write('ids.csv', 'a,b,time,y\nx/y,z,2024-01-01,1\nx,y/z,2024-01-01,2\nx,\\,2024-01-01,3\n') }
    const both = { series: ['a', 'b'], time: 'time', target: 'y', frequency: 'd' } as const
    const rows = { a: ['x', 'x', 'x/y'], b: ['\\', 'y/z', 'z'], time: Array(3).fill('2024-01-01'), y: [3, 2, 1] }
    expect((await tables.readPanel(source, both)).ids).toEqual(panelFromColumns(rows, both).ids)
  })

  it('that are numbers are written as JavaScript writes them', async () => {
    await sql(
      `copy (select x as id, date '2024-01-01' as time, 1 as y from (values (1::double), (10), (2.5)) t(x)) to '${path('n.parquet')}'`,
    )
    expect((await tables.readPanel({ path: path('n.parquet') }, { ...roles, frequency: 'd' })).ids).toEqual([
      '1',
      '10',
      '2.5',
    ])
  })

  it('that are NaN are missing', async () => {
    const query = "select 'nan'::double as id, date '2024-01-01' as time, 1 as y"
    await expect(tables.readPanel({ query }, roles)).rejects.toThrow('Expected the name of a series')
  })

  it('may be left out, so that all rows are one series', async () => {
    const panel = await tables.readPanel(long(['a,2024-01-01,1', 'b,2024-01-02,2']), { time: 'time', target: 'y' })
    expect([panel.ids, panel.names.series]).toEqual([['series'], 'series'])
  })

  it('may be static covariates as well', async () => {
    const panel = await tables.readPanel(long(['a,2024-01-01,1', 'a,2024-01-02,2']), { ...roles, static: ['id'] })
    expect(panel.static[0].categories).toEqual(['a'])
  })

  it('must not be missing in a row', async () => {
    await expect(tables.readPanel(long([',2024-01-01,1', 'a,2024-01-02,2']), roles)).rejects.toThrow(
      'Expected the name of a series in column "id"',
    )
  })
})
