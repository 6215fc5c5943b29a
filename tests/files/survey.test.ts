import { describe, expect, it } from 'vitest'
import { repartitioned } from '../../src/files/index.ts'
import { folderForTests, openTables } from './folder.ts'

const { path, write, sql } = folderForTests()
const tables = await openTables({ memory: '300MB' })
const roles = { series: 'id', time: 'time', target: 'y', frequency: 'd' } as const

/** 6,000 series of 200 rows, sorted by series, or by day as in a file of daily exports. */
const rows = (order: 'series' | 'day') =>
  `select 's' || lpad(s::varchar, 5, '0') as id, date '2024-01-01' + d::int as time, s * 1000.5 + d as y from ${
    order === 'series' ? 'range(6000) a(s), range(200) b(d)' : 'range(200) b(d), range(6000) a(s)'
  } order by ${order === 'series' ? 's, d' : 'd, s'}`

await sql(
  `copy (${rows('series')}) to '${path('series.parquet')}'`,
  `copy (${rows('day')}) to '${path('day.parquet')}'`,
)
const [bySeries, byDay] = [{ path: path('series.parquet') }, { path: path('day.parquet') }]

describe('survey', () => {
  it('gives ids, numbers of rows, and times', async () => {
    const survey = await tables.survey(byDay, roles)
    expect(survey.ids.length).toBe(6000)
    expect([survey.ids[0], survey.ids[5999]]).toEqual(['s00000', 's05999'])
    expect(survey.rows.every((count) => count === 200)).toBe(true)
    expect([survey.firstTime, survey.lastTime]).toEqual([Date.UTC(2024, 0, 1), Date.UTC(2024, 0, 200)])
  })

  it('reads times that are texts, on the clock of the time zone', async () => {
    const source = { path: write('t.csv', 'id,time,y\na,31.3.2024,1\na,2024-03-30,2\na,4/1/2024,2\n') }
    const { firstTime, lastTime } = await tables.survey(source, { ...roles, timeZone: 'Europe/Berlin' })
    expect([firstTime, lastTime]).toEqual([Date.UTC(2024, 2, 29, 23), Date.UTC(2024, 2, 31, 22)])
  })

  it('gives a digest of each series, which depends on its values and not on the order of its rows', async () => {
    const [a, b] = [await tables.survey(bySeries, roles), await tables.survey(byDay, roles)]
    expect(a.digests).toEqual(b.digests)
    const changed = `select id, time, case when id = 's00007' and time = '2024-01-05' then y + 1e-9 else y end as y from (${rows('series')})`
    const { digests } = await tables.survey({ query: changed }, roles)
    expect(digests.findIndex((digest, series) => digest !== a.digests[series])).toBe(7)
    expect(digests.filter((digest, series) => digest !== a.digests[series]).length).toBe(1)
    const twice = await tables.survey(
      { query: `from '${path('series.parquet')}' union all from '${path('series.parquet')}'` },
      roles,
    )
    expect(twice.digests.some((digest, series) => digest === a.digests[series])).toBe(false)
  })

  it('includes future rows', async () => {
    const history = { path: write('h.csv', 'id,time,y,promo\na,2024-01-01,1,0\nb,2024-01-01,1,0\n') }
    const reading = (promo: number) => ({
      ...roles,
      known: ['promo'],
      future: { path: write(`f${promo}.csv`, `id,time,promo\na,2024-01-02,${promo}\nb,2024-01-02,1\n`) },
    })
    const [zero, one] = [await tables.survey(history, reading(0)), await tables.survey(history, reading(1))]
    expect(zero.lastTime).toBe(Date.UTC(2024, 0, 2))
    expect(zero.digests[0]).not.toBe(one.digests[0])
    expect(zero.digests[1]).toBe(one.digests[1])
  })

  it('reports whether the rows of a series lie together', async () => {
    expect((await tables.survey(bySeries, roles)).clustered).toBe(true)
    expect((await tables.survey(byDay, roles)).clustered).toBe(false)
    expect((await tables.survey({ query: rows('day') }, roles)).clustered).toBe(false)
    expect((await tables.survey({ path: path('h.csv') }, roles)).clustered).toBe(true)
  })

  it('names static columns that hold a word, so that a part with nothing but digits can be read in the same way', async () => {
    const source = {
      path: write(
        's.csv',
        'id,time,y,code,size,none\na,2024-01-01,1,7,1,\nb,2024-01-01,1,7b,2.5,NA\nc,2024-01-01,1,x,3,-\n',
      ),
    }
    const { categorical } = await tables.survey(source, { ...roles, static: ['code', 'size', 'none'] })
    expect(categorical).toEqual(['code'])
  })
})

describe('repartition', () => {
  const ranges = [
    { from: 's00000', to: 's01999' },
    { from: 's02000', to: 's03999' },
    { from: 's04500', to: 's05999' },
  ]

  it('writes the rows of each range, which give the same panel as the source', async () => {
    const parts = await tables.repartition(byDay, roles, ranges, path('parts'))
    expect(parts.length).toBe(3)
    for (const [at, ids] of ranges.entries()) {
      const [moved, there] = [
        await tables.readPanel(parts[at], repartitioned(roles)),
        await tables.readPanel(bySeries, roles, { ids }),
      ]
      expect(moved.ids).toEqual(there.ids)
      expect([moved.starts, moved.lengths]).toEqual([there.starts, there.lengths])
      // There are many values, and Buffer.compare is much faster than toEqual.
      expect(Buffer.compare(Buffer.from(moved.target.values.buffer), Buffer.from(there.target.values.buffer))).toBe(0)
    }
  })

  it('writes future rows, and wide tables in the long layout', async () => {
    const future = { path: write('f.csv', 'id,time,promo\na,2024-01-02,1\nb,2024-01-02,0\n') }
    const reading = { ...roles, known: ['promo'], future }
    const both = [
      { from: 'a', to: 'a' },
      { from: 'b', to: 'b' },
    ]
    const [part] = await tables.repartition({ path: path('h.csv') }, reading, both, path('ahead'))
    const panel = await tables.readPanel(part, repartitioned(reading))
    expect([panel.ids, [...panel.lengths], [...panel.known[0].values]]).toEqual([['a'], [1], [0, 1]])
    const wide = { layout: 'wide', time: 'time', frequency: 'd' } as const
    const source = { path: write('wide.csv', 'time,a,b\n2024-01-01,1,2\n2024-01-02,3,4\n') }
    const [, second] = await tables.repartition(source, wide, both, path('narrow'))
    expect([...(await tables.readPanel(second, repartitioned(wide))).target.values]).toEqual([2, 4])
  })

  it('keeps the order of rows for the rules first and last', async () => {
    const lines = Array.from({ length: 2000 }, (_, row) => `a,2024-01-0${1 + (row % 2)},${row}`)
    const source = { path: write('order.csv', `id,time,y\n${lines.join('\n')}\n`) }
    const reading = { ...roles, duplicates: 'last' } as const
    const [part] = await tables.repartition(source, reading, [{ from: 'a', to: 'a' }], path('ordered'))
    expect([...(await tables.readPanel(part, reading)).target.values]).toEqual([1998, 1999])
  })

  it('refuses ranges out of order or without rows, and leaves no half-written files', async () => {
    const into = path('nothing')
    await expect(tables.repartition(byDay, roles, [ranges[1], ranges[0]], into)).rejects.toMatchObject({
      code: 'ERR_RANGE',
    })
    await expect(tables.repartition(byDay, roles, [{ from: 'x', to: 'y' }], into)).rejects.toThrow(
      'Expected rows with ids from "x" to "y"',
    )
    await expect(tables.repartition({ query: 'select 1' }, roles, ranges, into)).rejects.toMatchObject({
      code: 'ERR_DATA',
    })
  })
})
