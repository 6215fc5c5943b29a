import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Reading } from '../../src/files/index.ts'
import { type Panel, panelFromColumns } from '../../src/series/index.ts'
import type { PanelOptions } from '../../src/series/table/table_options.ts'
import { folderForTests, openTables } from './folder.ts'

const { path, write, sql } = folderForTests()
const tables = await openTables()

type Cell = string | number | null
interface Row {
  id: string
  day: number
  sales: number | null
  price: number | null
  promo: number | null
  kind: string | null
}

const dayOf = (day: number) => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10)
const bytes = (text: string) => Buffer.from(text)

/** Random rows with missing values, in any order, at most one for each series and day. */
const randomRows = fc
  .uniqueArray(
    fc.record({
      id: fc.constantFrom('a', 'b', 'ä,"', '007', '7', 'x/y', '\u{1F600}', '\uffee', 'null'),
      day: fc.integer({ min: 0, max: 12 }),
      sales: fc.option(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ noDefaultInfinity: true, noNaN: true }))),
      price: fc.option(fc.double({ noDefaultInfinity: true, noNaN: true, min: 1e-3, max: 1e6 })),
      promo: fc.option(fc.constantFrom(0, 1)),
      kind: fc.option(fc.constantFrom('red', 'green', '2', '10', 'a "b", c')),
    }),
    { selector: ({ id, day }) => `${id} ${day}`, minLength: 2, maxLength: 40 },
  )
  .filter((rows) => rows.some(({ sales }) => sales !== null))

const reading = {
  series: 'id',
  time: 'day',
  target: 'sales',
  known: ['promo', 'kind'],
  observed: ['price'],
  static: ['region'],
  categorical: ['kind'],
  frequency: 'd',
} satisfies Reading & PanelOptions

/** The region is the same in all rows of a series. */
const regionOf = (id: string) => `region ${id.length}`
const valuesOf = (row: Row): Cell[] => [
  row.id,
  dayOf(row.day),
  row.sales,
  row.price,
  row.promo,
  row.kind,
  regionOf(row.id),
]
const names = ['id', 'day', 'sales', 'price', 'promo', 'kind', 'region']

function inMemory(rows: readonly Row[]): Panel {
  const sorted = rows.toSorted((a, b) => Buffer.compare(bytes(a.id), bytes(b.id)) || a.day - b.day).map(valuesOf)
  return panelFromColumns(Object.fromEntries(names.map((name, at) => [name, sorted.map((row) => row[at])])), reading)
}

const field = (cell: Cell) =>
  cell === null ? '' : /[",\n]/.test(`${cell}`) ? `"${`${cell}`.replaceAll('"', '""')}"` : `${cell}`
const csvOf = (rows: readonly Row[]) =>
  `${[names, ...rows.map(valuesOf)].map((row) => row.map(field).join(',')).join('\n')}\n`
const literal = (cell: Cell) => (cell === null ? 'null' : `'${`${cell}`.replaceAll("'", "''")}'`)

async function parquetOf(rows: readonly Row[]): Promise<string> {
  const values = rows.map((row) => `(${valuesOf(row).map(literal).join(', ')})`).join(', ')
  const typed =
    'id, day::date as day, sales::double as sales, price::double as price, promo::int as promo, kind, region'
  await sql(
    `copy (select ${typed} from (values ${values}) t(${names})) to '${path('rows.parquet')}' (row_group_size 2048)`,
  )
  return path('rows.parquet')
}

describe('a panel from a file', () => {
  it('is equal to that of the same rows in memory, sorted by id and time: CSV', async () => {
    await fc.assert(
      fc.asyncProperty(randomRows, async (rows) => {
        expect(await tables.readPanel({ path: write('rows.csv', csvOf(rows)) }, reading)).toEqual(inMemory(rows))
      }),
      { numRuns: 60 },
    )
  })

  it('is equal to that of the same rows in memory, sorted by id and time: JSON', async () => {
    await fc.assert(
      fc.asyncProperty(randomRows, async (rows) => {
        const objects = rows.map((row) => Object.fromEntries(valuesOf(row).map((cell, at) => [names[at], cell])))
        expect(await tables.readPanel({ path: write('rows.json', JSON.stringify(objects)) }, reading)).toEqual(
          inMemory(rows),
        )
      }),
      { numRuns: 60 },
    )
  })

  it('is equal to that of the same rows in memory, sorted by id and time: Parquet', async () => {
    await fc.assert(
      fc.asyncProperty(randomRows, async (rows) => {
        expect(await tables.readPanel({ path: await parquetOf(rows) }, reading)).toEqual(inMemory(rows))
      }),
      { numRuns: 40 },
    )
  })

  it('has the series in a range of ids, both ends included, in the order of their bytes', async () => {
    await fc.assert(
      fc.asyncProperty(randomRows, async (rows) => {
        const file = write('rows.csv', csvOf(rows))
        const ids = [...new Set(rows.map(({ id }) => id))].sort((a, b) => Buffer.compare(bytes(a), bytes(b)))
        const [from, to] = [ids[0], ids[ids.length >> 1]]
        const own = rows.filter(({ id }) => ids.indexOf(id) <= ids.length >> 1)
        if (own.length < 2) return
        expect(await tables.readPanel({ path: file }, reading, { ids: { from, to } })).toEqual(inMemory(own))
      }),
      { numRuns: 40 },
    )
  })
})
