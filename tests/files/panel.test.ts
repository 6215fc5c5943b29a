import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Reading, Tables } from '../../src/files/index.ts'
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

/** Rows with gaps, in any order, one for each series and day; the region belongs to the series. */
const tablesOfRows = fc
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

describe('the panel of a file', () => {
  it('is that of the same rows in memory, sorted by id and time: CSV', async () => {
    await fc.assert(
      fc.asyncProperty(tablesOfRows, async (rows) => {
        expect(await tables.readPanel({ path: write('rows.csv', csvOf(rows)) }, reading)).toEqual(inMemory(rows))
      }),
      { numRuns: 60 },
    )
  })

  it('is that of the same rows in memory, sorted by id and time: JSON', async () => {
    await fc.assert(
      fc.asyncProperty(tablesOfRows, async (rows) => {
        const objects = rows.map((row) => Object.fromEntries(valuesOf(row).map((cell, at) => [names[at], cell])))
        expect(await tables.readPanel({ path: write('rows.json', JSON.stringify(objects)) }, reading)).toEqual(
          inMemory(rows),
        )
      }),
      { numRuns: 60 },
    )
  })

  it('is that of the same rows in memory, sorted by id and time: Parquet', async () => {
    await fc.assert(
      fc.asyncProperty(tablesOfRows, async (rows) => {
        expect(await tables.readPanel({ path: await parquetOf(rows) }, reading)).toEqual(inMemory(rows))
      }),
      { numRuns: 40 },
    )
  })

  it('has the series of a range of ids, in the order of their bytes, both ends included', async () => {
    await fc.assert(
      fc.asyncProperty(tablesOfRows, async (rows) => {
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

const long = (lines: string[], name = 'x.csv') => ({ path: write(name, `${['id,time,y', ...lines].join('\n')}\n`) })
const roles = { series: 'id', time: 'time', target: 'y' } as const

describe('ids', () => {
  it('of several columns are joined as those of rows in memory', async () => {
    const source = { path: write('ids.csv', 'a,b,time,y\nx/y,z,2024-01-01,1\nx,y/z,2024-01-01,2\nx,\\,2024-01-01,3\n') }
    const both = { series: ['a', 'b'], time: 'time', target: 'y', frequency: 'd' } as const
    const rows = { a: ['x', 'x', 'x/y'], b: ['\\', 'y/z', 'z'], time: Array(3).fill('2024-01-01'), y: [3, 2, 1] }
    expect((await tables.readPanel(source, both)).ids).toEqual(panelFromColumns(rows, both).ids)
  })

  it('that are numbers are written as JavaScript does', async () => {
    await sql(
      `copy (select x as id, date '2024-01-01' as time, 1 as y from (values (1::double), (10), (2.5)) t(x)) to '${path('n.parquet')}'`,
    )
    expect((await tables.readPanel({ path: path('n.parquet') }, { ...roles, frequency: 'd' })).ids).toEqual([
      '1',
      '10',
      '2.5',
    ])
  })

  it('that are no number are none', async () => {
    const query = "select 'nan'::double as id, date '2024-01-01' as time, 1 as y"
    await expect(tables.readPanel({ query }, roles)).rejects.toThrow('Expected the name of a series')
  })

  it('may be left out: all rows are one series', async () => {
    const panel = await tables.readPanel(long(['a,2024-01-01,1', 'b,2024-01-02,2']), { time: 'time', target: 'y' })
    expect([panel.ids, panel.names.series]).toEqual([['series'], 'series'])
  })

  it('may be static covariates as well', async () => {
    const panel = await tables.readPanel(long(['a,2024-01-01,1', 'a,2024-01-02,2']), { ...roles, static: ['id'] })
    expect(panel.static[0].categories).toEqual(['a'])
  })

  it('have to be there in every row', async () => {
    await expect(tables.readPanel(long([',2024-01-01,1', 'a,2024-01-02,2']), roles)).rejects.toThrow(
      'Expected the name of a series in column "id"',
    )
  })
})

describe('times', () => {
  const same = async (time: string[], options: Partial<PanelOptions> = {}) => {
    const y = time.map((_, row) => row)
    const expected = panelFromColumns({ id: time.map(() => 'a'), time, y }, { ...roles, ...options })
    const lines = time.map((text, row) => `a,${field(text)},${row}`)
    expect(await tables.readPanel(long(lines), { ...roles, ...options })).toEqual(expected)
    return expected
  }

  it('are read in all formats that columns in memory have, also mixed', async () => {
    await same(['2024-01-01', '1/2/2024', '2024-01-03 00:00:00', '4.1.2024', '2024-01-05T00:00Z'])
    await same(['1/2/2024', '2/2/2024', '3/2/2024'], { timeFormat: 'D/M/Y' })
    await same(['20240101', '20240102', '20240103'])
    await same(['1704067200', '1704070800', '1704074400'])
    await same(['1998 Q1', '1998 Q2', '1998 Q3'])
  })

  it('without offset are those of the time zone, whose days have 23 to 25 hours', async () => {
    const days = ['2024-03-30', '2024-03-31', '2024-04-01']
    const berlin = await same(days, { timeZone: 'Europe/Berlin', frequency: 'd' })
    await sql(
      `copy (select 'a' as id, t::date as time, 1 as y from (values ${days.map((day) => `('${day}')`)}) d(t)) to '${path('d.parquet')}'`,
    )
    const stored = await tables.readPanel(
      { path: path('d.parquet') },
      { ...roles, timeZone: 'Europe/Berlin', frequency: 'd' },
    )
    expect(stored.starts).toEqual(berlin.starts)
    await sql(
      `copy (select 'a' as id, t::timestamptz as time, 1 as y from (values ('2024-03-30 00:00:00+01')) d(t)) to '${path('z.parquet')}'`,
    )
    const instants = await tables.readPanel(
      { path: [path('z.parquet'), path('d.parquet')] },
      { ...roles, timeZone: 'Europe/Berlin', frequency: 'd', duplicates: 'first' },
    )
    expect(instants.starts).toEqual(berlin.starts)
  })

  it('of an hour that comes twice are told apart by their order', async () => {
    const hours = ['2024-10-27 01:00', '2024-10-27 02:00', '2024-10-27 02:00', '2024-10-27 03:00']
    const panel = await same(hours, { timeZone: 'Europe/Berlin', frequency: 'h' })
    expect(panel.rowCount).toBe(4)
    await sql(
      `copy (select 'a' as id, t::timestamp as time, row_number() over () - 1 as y from (values ${hours.map((time) => `('${time}')`)}) d(t)) to '${path('h.parquet')}'`,
    )
    expect(
      await tables.readPanel({ path: path('h.parquet') }, { ...roles, timeZone: 'Europe/Berlin', frequency: 'h' }),
    ).toEqual(panel)
  })

  it('in two columns are read together', async () => {
    const source = { path: write('two.csv', 'day,hour,y\n2024-01-01,10:00,1\n2024-01-01,11:00,2\n') }
    const panel = await tables.readPanel(source, { time: ['day', 'hour'], target: 'y' })
    expect([panel.frequency.text, panel.starts[0]]).toEqual(['h', Date.UTC(2024, 0, 1, 10)])
  })

  it('that are missing or none are an error with file and line', async () => {
    await expect(tables.readPanel(long(['a,2024-01-01,1', 'a,,2']), roles)).rejects.toThrow(
      'Expected a time in column "time", got nothing in series "a"',
    )
    await expect(tables.readPanel(long(['a,2024-01-01,1', 'a,2024-01-32,2'], 'bad.csv'), roles)).rejects.toThrow(
      `got "2024-01-32" (line 3 of "${path('bad.csv')}")`,
    )
  })
})

describe('rows of the same time', () => {
  const lines = ['a,2024-01-02,5', 'a,2024-01-01,0.1', 'a,2024-01-01,0.2', 'a,2024-01-01,0.3', 'a,2024-01-03,1']
  const shuffled = [3, 1, 4, 2, 0].map((at) => lines[at])

  it('are refused, with what to do', async () => {
    await expect(tables.readPanel(long(lines), roles)).rejects.toThrow(
      'Expected one row per time step in series "a", got two for 2024-01-01. Aggregate them with duplicates',
    )
  })

  it('give the same sum to the last bit in whatever order they come', async () => {
    for (const duplicates of ['sum', 'mean', 'min', 'max'] as const)
      expect(await tables.readPanel(long(shuffled), { ...roles, duplicates })).toEqual(
        await tables.readPanel(long(lines), { ...roles, duplicates }),
      )
  })

  it('are first and last in the order of the file, with any number of threads', async () => {
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
        path('parts'),
      )
      expect((await several.readPanel(part, reading)).target.values).toEqual(target.values)
    }
    await several.close()
  })

  it('follow another order of the file', async () => {
    const value = async (some: string[], duplicates: 'first' | 'last') =>
      (await tables.readPanel(long(some), { ...roles, duplicates })).target.values[0]
    expect([await value(lines, 'first'), await value(lines, 'last')]).toEqual([0.1, 0.3])
    expect([await value(shuffled, 'first'), await value(shuffled, 'last')]).toEqual([0.3, 0.2])
  })
})

describe('the future of covariates', () => {
  it('comes from a second source, of another format', async () => {
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

describe('the wide layout', () => {
  it('has a column for each series; an empty cell is a row that is not there', async () => {
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

  it('has no covariates', async () => {
    const source = { path: path('wide.csv') }
    await expect(tables.readPanel(source, { layout: 'wide', time: 'day', known: ['c'] })).rejects.toMatchObject({
      code: 'ERR_RANGE',
    })
  })
})

describe('roles', () => {
  it('are checked against the columns, with the nearest name', async () => {
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
