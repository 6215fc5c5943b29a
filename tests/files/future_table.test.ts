import { describe, expect, it } from 'vitest'
import { type LeftOut, repartitioned } from '../../src/files/index.ts'
import { type Panel, panelFromRows } from '../../src/series/index.ts'
import { folderForTests, openTables } from './folder.ts'

const { path, write } = folderForTests()
const tables = await openTables()
const roles = { series: 'id', time: 'date', target: 'y', known: ['promo', 'price'] }

type Row = Record<string, string | number | null>

const day = (t: number) => new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10)
const rowsOf = (id: string, from: number, to: number, more: (t: number) => Row): Row[] =>
  Array.from({ length: to - from }, (_, i) => ({ id, date: day(from + i), ...more(from + i) }))
const known = (t: number) => ({ promo: t % 3, price: 10 + (t % 4) })
const past = (id: string, from: number, to: number) => rowsOf(id, from, to, (t) => ({ y: t, ...known(t) }))
const plan = (id: string, from: number, to: number) => rowsOf(id, from, to, known)
const csv = (name: string, rows: readonly Row[]) => {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const lines = rows.map((row) => names.map((column) => row[column] ?? '').join(','))
  return { path: write(name, `${[names.join(','), ...lines].join('\n')}\n`) }
}

const history = [...past('a', 0, 20), ...past('b', 0, 18), ...past('c', 0, 20)]
// Values are missing, rows lie in the history, series c has no plan, and series aa and z have nothing else.
const future = [
  ...plan('z', 20, 25),
  ...plan('b', 10, 25).map((row) => (row.date === day(18) ? { ...row, promo: null, price: null } : row)),
  ...plan('aa', 20, 25),
  ...plan('a', 20, 25),
]

const shape = ({ ids, lengths, offsets, known }: Panel) => ({
  ids,
  lengths: [...lengths],
  offsets: [...offsets],
  known: known.map(({ values }) => [...values]),
})
const inMemory = panelFromRows(history, { ...roles, future })

describe('a future table in a file', () => {
  const source = csv('history.csv', history)
  const reading = { ...roles, future: csv('future.csv', future) }

  it('gives the same panel as in memory', async () => {
    expect(shape(await tables.readPanel(source, reading))).toEqual(shape(inMemory))
    expect([...inMemory.lengths]).toEqual([20, 18, 20])
  })

  it('gives the same panel after the rows were sorted into files', async () => {
    const [first, second] = await tables.repartition(
      source,
      reading,
      [
        { from: 'a', to: 'b' },
        { from: 'c', to: 'c' },
      ],
      path('sorted'),
    )
    expect(shape(await tables.readPanel(first, repartitioned(reading)))).toEqual(shape(inMemory.select([0, 1])))
    expect(shape(await tables.readPanel(second, repartitioned(reading)))).toEqual(shape(inMemory.select([2])))
  })

  it('adds no series, and the parts count those that it would add', async () => {
    const { parts, strangers, stranger, nameless } = await tables.parts(source, reading, 10)
    expect(parts.map(({ from, to, series }) => [from, to, series])).toEqual([['a', 'c', 3]])
    expect([strangers, stranger, nameless]).toEqual([2, 'aa', 0])
    expect(parts[0].rows).toBe(history.length)
    expect(await tables.ids(source, reading, { from: 'a', to: 'c' })).toEqual(['a', 'b', 'c'])
    expect((await tables.survey(source, reading)).ids).toEqual(['a', 'b', 'c'])
  })

  it('reports the rows that are not after the history', async () => {
    const found: LeftOut[] = []
    await tables.readPanel(source, reading, { onLeftOut: (leftOut) => found.push(leftOut) })
    expect(found).toEqual([
      { rows: 8, series: 'b', end: Date.UTC(2024, 0, 18), strangers: expect.arrayContaining(['aa', 'z']) },
    ])
    await tables.readPanel(source, reading, { ids: ['a'], onLeftOut: (leftOut) => found.push(leftOut) })
    expect(found).toHaveLength(1)
  })

  it('can be a query, or have other types and a target', async () => {
    const query = `select id, date::timestamp as date, promo::varchar as promo, price, 5 as y from read_csv('${reading.future.path}')`
    expect(shape(await tables.readPanel(source, { ...reading, future: { query } }))).toEqual(shape(inMemory))
  })
})
