// DuckDB could return fewer rows or other values than the files hold, without an error. These tests check that it does
// not.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { identifier, literal } from '../../src/files/duckdb/sql.ts'
import { Tables } from '../../src/files/index.ts'
import { folderForTests, openTables } from './folder.ts'

const { path, write, sql } = folderForTests()
const tables = await openTables()
const roles = { series: 'id', time: 'time', target: 'y', frequency: 'd' } as const

const many = (rows: number, y = 'i::double') =>
  `select 's' || lpad((i // 200)::varchar, 6, '0') as id, date '2024-01-01' + (i % 200)::int as time, ${y} as y from range(${rows}) t(i)`

describe('a read that fails in the middle', () => {
  it('throws, wherever the bad row is', async () => {
    for (const bad of [10, 150_000, 399_999]) {
      const query = many(400_000, `case when i = ${bad} then error('boom at ${bad}') else i end`)
      await expect(tables.readPanel({ query }, roles)).rejects.toMatchObject({
        code: 'ERR_DATA',
        message: expect.stringContaining(`boom at ${bad}`),
      })
      await expect(tables.survey({ query }, roles)).rejects.toThrow(`boom at ${bad}`)
    }
  })

  it('throws for a truncated Parquet file, with its name', async () => {
    await sql(`copy (${many(100_000)}) to '${path('whole.parquet')}'`)
    const whole = readFileSync(path('whole.parquet'))
    const cut = write('cut.parquet', whole.subarray(0, whole.length - 1000))
    for (const source of [cut, [path('whole.parquet'), cut]])
      await expect(tables.readPanel({ path: source }, roles)).rejects.toMatchObject({
        code: 'ERR_FILE',
        message: expect.stringContaining('cut.parquet'),
      })
  })

  it('changes the digest of the survey if a bit of the values was flipped', async () => {
    await sql(`copy (${many(20_000, 'random()')}) to '${path('good.parquet')}' (compression uncompressed)`)
    const before = await tables.survey({ path: path('good.parquet') }, roles)
    const data = readFileSync(path('good.parquet'))
    data[data.length >> 1] ^= 1
    const after = await tables.survey({ path: write('flipped.parquet', data) }, roles).catch(() => undefined)
    expect(after?.digests).not.toEqual(before.digests)
  })
})

describe('calls at the same time', () => {
  it('do not end the results of each other', async () => {
    const panels = await Promise.all(
      Array.from({ length: 8 }, (_, at) => tables.readPanel({ query: many(40_000, `i + ${at}`) }, roles)),
    )
    for (const [at, panel] of panels.entries())
      expect([panel.rowCount, panel.target.values[39_999]]).toEqual([40_000, 39_999 + at])
  })
})

describe('missing values', () => {
  it('are missing, although their memory holds other values', async () => {
    const query = many(100_000, 'case when i % 3 = 0 then null else 7 end')
    const { values } = (await tables.readPanel({ query }, roles)).target
    expect(values.every((value, row) => (row % 3 === 0 ? Number.isNaN(value) : value === 7))).toBe(true)
    const nothing = await tables.readPanel({ query: many(1000, 'null') }, roles)
    expect(nothing.target.values.every(Number.isNaN)).toBe(true)
  })
})

describe('files with different types', () => {
  it('keep their numbers, as the types of the first file are not used for all', async () => {
    const part = (name: string, day: number, y: string) =>
      `copy (select 'a' as id, date '2024-01-0${day}' as time, ${y} as y) to '${path(name)}'`
    await sql(part('t1.parquet', 1, '1::int'), part('t2.parquet', 2, '1.5::double'), part('t3.parquet', 3, "'2.5'"))
    const panel = await tables.readPanel({ path: path('t?.parquet') }, roles)
    expect([...panel.target.values]).toEqual([1, 1.5, 2.5])
  })
})

describe('the folder for temporary files', () => {
  it('is the one that is given, never the working directory', async () => {
    const before = readdirSync('.')
    const spilling = await Tables.open({ memory: '60MB', temporary: path('spill') })
    let spilled = 0
    const watch = setInterval(() => {
      if (existsSync(path('spill'))) spilled = Math.max(spilled, readdirSync(path('spill')).length)
    }, 2)
    const sorted = `select * from (${many(1_000_000, 'md5(i::varchar)')}) order by y`
    await spilling.survey({ query: `select id, time, length(y) as y from (${sorted})` }, roles)
    clearInterval(watch)
    await spilling.close()
    expect(spilled).toBeGreaterThan(0)
    expect(readdirSync('.')).toEqual(before)
  })

  it('is removed by close, and later calls are refused', async () => {
    const own = await Tables.open()
    await own.close()
    await own.close()
    await expect(own.columns({ query: 'select 1' })).rejects.toMatchObject({ code: 'ERR_DISPOSED' })
  })
})

describe('names and texts', () => {
  const ugly = fc.string({
    unit: fc.constantFrom(
      '"',
      "'",
      '\\',
      '/',
      ';',
      '-',
      ' ',
      '%',
      '{',
      '$',
      '\n',
      'a',
      'A',
      'ä',
      '\u{1F600}',
      '.',
      ',',
    ),
    minLength: 1,
    maxLength: 8,
  })

  it('do not change, whatever characters they hold', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(ugly, { minLength: 3, maxLength: 3, selector: (name) => name.toLowerCase() }),
        fc.uniqueArray(ugly, { minLength: 2, maxLength: 5 }),
        async ([id, time, y], ids) => {
          const values = ids.map(
            (one) => `(${literal(one)}, date '2024-01-01', 1), (${literal(one)}, date '2024-01-02', 2)`,
          )
          const table = `select * from (values ${values.join(', ')}) t(${[id, time, y].map(identifier).join(', ')})`
          await sql(`copy (${table}) to ${literal(path('ugly.parquet'))}`)
          const reading = { series: id, time, target: y, frequency: 'd' }
          const sorted = ids.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
          expect((await tables.readPanel({ path: path('ugly.parquet') }, reading)).ids).toEqual(sorted)
          const range = { from: sorted[0], to: sorted[0] }
          expect((await tables.readPanel({ path: path('ugly.parquet') }, reading, { ids: range })).ids).toEqual([
            sorted[0],
          ])
        },
      ),
      { numRuns: 40 },
    )
  })

  it('may be paths with quotes', async () => {
    const source = { path: write('it\'s "x".csv', 'id,time,y\na,2024-01-01,1\nb,2024-01-01,2\n') }
    expect((await tables.readPanel(source, roles)).ids).toEqual(['a', 'b'])
  })

  it('do not end a query at a NUL', async () => {
    const range = { from: 'a\0', to: "a\0'" }
    await expect(tables.readPanel({ query: many(400) }, roles, { ids: range })).rejects.toThrow(
      'Expected at least one row',
    )
  })
})
