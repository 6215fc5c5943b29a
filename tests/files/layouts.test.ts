import { describe, expect, it } from 'vitest'
import { folderForTests, openTables } from './folder.ts'

const { path, write, long, sql } = folderForTests()
const tables = await openTables()
const roles = { series: 'id', time: 'time', target: 'y' } as const

describe('roles', () => {
  it('are checked against the columns, and errors give the nearest name', async () => {
    const source = long(['a,2024-01-01,1'])
    await expect(tables.readPanel(source, { ...roles, target: 'Y1' })).rejects.toThrow(
      'Expected a column "Y1" (target), got only id, time, y. Did you mean "y"?',
    )
    await expect(tables.readPanel(source, { ...roles, known: ['y'] })).rejects.toMatchObject({ code: 'ERR_RANGE' })
    await expect(tables.readPanel(source, { ...roles, sereis: 'id' } as never)).rejects.toThrow('Did you mean "series"')
    await expect(tables.readPanel(source, { series: 'id', time: 'time' })).rejects.toThrow('Expected a target')
    await expect(tables.readPanel(source, { series: 'id', target: 'y' } as never)).rejects.toThrow(
      'Expected the column of times',
    )
    await expect(tables.readPanel(source, roles, { ids: { from: 'x', to: 'z' } })).rejects.toThrow(
      'Expected at least one row with ids from "x" to "z"',
    )
  })
})

describe('the wide layout', () => {
  it('has one column for each series, in which an empty cell gives no row', async () => {
    const source = {
      path: write('wide.csv', 'day,b,"a ""1""",c\n2024-01-01,1,,NA\n2024-01-02,2,5,\n2024-01-03,3,6,7\n'),
    }
    const panel = await tables.readPanel(source, { layout: 'wide', time: 'day', frequency: 'd' })
    expect(panel.ids).toEqual(['a "1"', 'b', 'c'])
    expect([...panel.lengths]).toEqual([2, 3, 3])
    expect([...panel.target.values]).toEqual([5, 6, 1, 2, 3, Number.NaN, Number.NaN, 7])
    expect([panel.target.name, panel.names]).toEqual(['value', { series: 'series', time: 'day' }])
    expect(
      (
        await tables.readPanel(
          source,
          { layout: 'wide', time: 'day', target: 'load', series: 'meter', frequency: 'd' },
          { ids: { from: 'b', to: 'b' } },
        )
      ).ids,
    ).toEqual(['b'])
  })

  it('refuses covariates', async () => {
    const source = { path: path('wide.csv') }
    await expect(tables.readPanel(source, { layout: 'wide', time: 'day', known: ['c'] })).rejects.toMatchObject({
      code: 'ERR_RANGE',
    })
  })
})

describe('future rows', () => {
  it('come from a second source, which may have another format', async () => {
    const history = long(['a,2024-01-01,1', 'a,2024-01-02,2']).path
    await sql(`copy (select id, time, y, 0 as promo from read_csv('${history}')) to '${path('history.parquet')}'`)
    const future = { path: write('future.csv', 'promo,time,id\n1,2024-01-03,a\n0,2024-01-04,a\n1,2024-01-05,a\n') }
    const panel = await tables.readPanel({ path: path('history.parquet') }, { ...roles, known: ['promo'], future })
    expect([panel.lengths[0], panel.rowCount]).toEqual([2, 5])
    expect([...panel.known[0].values]).toEqual([0, 0, 1, 0, 1])
    await expect(tables.readPanel({ path: history }, { ...roles, future })).rejects.toThrow(
      'Expected covariates known in the future',
    )
  })
})
