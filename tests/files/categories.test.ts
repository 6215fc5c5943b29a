import { describe, expect, it } from 'vitest'
import { folderForTests, openTables } from './folder.ts'

const { path, write, sql } = folderForTests()
const tables = await openTables()
const reading = {
  ...{ series: 'id', time: 'time', target: 'y', frequency: 'd' },
  ...{ observed: ['event'], categorical: ['event'], static: ['country'] },
} as const
const cells = ['None', '""', '', 'x', 'NA', 'null']
const csvOf = (country: string) =>
  `id,country,time,y,event\n${cells.map((cell, row) => `a,${country},2024-01-0${row + 1},1,${cell}`).join('\n')}\n`

describe('categories of a file', () => {
  it('are texts such as NA; an empty field is missing, and "" is an empty text', async () => {
    const text = `${csvOf('NA')}${csvOf('DE').replaceAll('\na,', '\nb,').split('\n').slice(1).join('\n')}`
    const panel = await tables.readPanel({ path: write('x.csv', text) }, reading)
    const [event] = panel.observed
    expect(event.categories).toEqual(['', 'NA', 'None', 'null', 'x'])
    expect([...event.values.slice(0, 6)]).toEqual([2, 0, Number.NaN, 4, 1, 3])
    expect(panel.static[0].categories).toEqual(['DE', 'NA'])
    const { categories } = (await tables.readPanel({ path: path('x.csv') }, { ...reading, missing: ['NA'] }))
      .observed[0]
    expect(categories).toEqual(['', 'None', 'null', 'x'])
  })

  it('are the same in Parquet, where null is missing and NA is a text', async () => {
    const rows = ["('None')", "('')", '(null)', "('x')", "('NA')", "('null')"]
    await sql(
      `copy (select 'a' as id, 'NA' as country, date '2024-01-01' + (row_number() over () - 1)::int as time, 1 as y, event
        from (values ${rows.join(', ')}) t(event)) to '${path('x.parquet')}'`,
    )
    const [event] = (await tables.readPanel({ path: path('x.parquet') }, reading)).observed
    expect([...event.values]).toEqual([2, 0, Number.NaN, 4, 1, 3])
  })

  it('name series, and a field without a name is refused', async () => {
    const text = 'id,time,y\nNA,2024-01-01,1\nnull,2024-01-01,1\n'
    const ids = { series: 'id', time: 'time', target: 'y', frequency: 'd' } as const
    expect((await tables.readPanel({ path: write('ids.csv', text) }, ids)).ids).toEqual(['NA', 'null'])
    for (const id of ['', '""'])
      await expect(tables.readPanel({ path: write('no.csv', `${text}${id},2024-01-01,1\n`) }, ids)).rejects.toThrow(
        'the name of a series',
      )
  })

  it('of a static column with NA in one part and words in another are known for all', async () => {
    const text = `${csvOf('NA')}${csvOf('DE').replaceAll('\na,', '\nb,').split('\n').slice(1).join('\n')}`
    const source = { path: write('parts.csv', text) }
    expect((await tables.parts(source, reading, 1)).categorical).toEqual(['country'])
    expect((await tables.survey(source, reading)).categorical).toEqual(['country'])
  })
})
