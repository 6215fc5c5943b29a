import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Tables } from '../../../src/files/index.ts'
import { type ColumnSearch, findColumns } from '../../../src/jobs/columns/find_columns.ts'
import { layouts } from './layouts.ts'
import { iso, table } from './make_layout.ts'
import { csvOf, rowsEvidence, type TextTable, textTable } from './rows_evidence.ts'

const none = { known: [], observed: [], static: [], categorical: [] }
const search = (changes: Partial<ColumnSearch> = {}): ColumnSearch => ({
  ...{ columns: none, layout: 'long', timeZone: 'UTC', duplicates: 'error' },
  ...changes,
})

let folder: string
let tables: Tables
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
  tables = await Tables.open()
})
afterAll(async () => {
  await tables.close()
  await rm(folder, { recursive: true })
})
const evidenceOfFile = async (text: string) => {
  const path = join(folder, 'table.csv')
  await writeFile(path, text)
  return tables.evidence({ path })
}
const inMemory = (own: TextTable, changes?: Partial<ColumnSearch>) => findColumns(search(changes), rowsEvidence(own))

describe('findColumns', () => {
  describe.each([
    ['rows in memory', async (own: TextTable) => rowsEvidence(own)],
    ['a CSV file', (own: TextTable) => evidenceOfFile(csvOf(own))],
  ])('in %s', (_, evidenceOf) => {
    it.each(layouts.filter(({ roles }) => roles))('finds: $title', async ({ table: own, roles, notes }) => {
      const found = await findColumns(search(), await evidenceOf(own))
      const { time, series, target } = found.columns
      expect([time, series, target]).toEqual(roles)
      if (notes) expect(found.notes).toEqual(notes)
    })

    it.each(layouts.filter(({ asks }) => asks))('asks: $title', async ({ table: own, asks }) => {
      const found = findColumns(search(), await evidenceOf(own))
      await expect(found).rejects.toMatchObject({ code: 'ERR_JOB', message: expect.stringMatching(asks as RegExp) })
    })

    it.each(layouts)('does not depend on the order of columns or rows: $title', async ({ table: own, roles }) => {
      const names = own.names.toReversed()
      const rows = own.rows.map((row) => row.toReversed()).toReversed()
      const found = findColumns(search(), await evidenceOf({ names, rows }))
      if (!roles) return expect(found).rejects.toMatchObject({ code: 'ERR_JOB' })
      const { time, series, target } = (await found).columns
      expect([time, series && [series].flat().sort(), target]).toEqual([
        roles[0],
        roles[1] && [roles[1]].flat().sort(),
        roles[2],
      ])
    })
  })

  const days = (count: number) => Array.from({ length: count }, (_, t) => iso(t))

  it('finds only the time in the wide layout', async () => {
    const own = table({ date: (t) => iso(t), north: (t) => t, south: (t) => t })
    expect((await inMemory(own, { layout: 'wide' })).columns).toMatchObject({ time: 'date', target: 'value' })
  })

  it('keeps the columns that are named, and does not choose them for another role', async () => {
    const own = table({ date: (t) => iso(t), sold: (t) => t, price: (t) => t })
    expect((await inMemory(own, { columns: { ...none, known: ['sold'] } })).columns).toMatchObject({
      target: 'price',
      known: ['sold'],
    })
  })

  it('refuses the name of a missing column, and suggests the most similar one', async () => {
    const own = table({ date: (t) => iso(t), y: (t) => t })
    await expect(inMemory(own, { columns: { ...none, time: 'dat' } })).rejects.toThrow(
      'columns.time: expected a column of the source, one of date, y, got "dat". Did you mean "date"?',
    )
  })

  it('splits names at commas unless a column has the whole text as its name', async () => {
    const own = table({ date: (t) => iso(t), y: (t) => t, 'promo, flag': (t) => t, promo: (t) => t, flag: (t) => t })
    const known = async (...names: string[]) =>
      (await inMemory(own, { columns: { ...none, known: names } })).columns.known
    expect(await known('promo, flag')).toEqual(['promo, flag'])
    expect(await known('promo,flag')).toEqual(['promo', 'flag'])
    expect(await known('promo, flag', 'promo')).toEqual(['promo, flag', 'promo'])
  })

  it('takes all rows as one series if the job says so', async () => {
    const own = textTable(['date,shop,y', ...days(9).flatMap((day) => [`${day},a,1`, `${day},b,2`])])
    const columns = { ...none, series: 'none' }
    expect((await inMemory(own, { columns })).columns).not.toHaveProperty('series')
    expect((await inMemory(own)).columns.series).toBe('shop')
  })

  it('does not count the hour that the clock of the time zone shows twice', async () => {
    const hours = ['00:00', '01:00', '02:00', '02:00', '03:00', '04:00', '05:00'].map(
      (hour) => `2024-10-27 ${hour},mild,1`,
    )
    const own = textTable(['time,weather,y', ...hours])
    expect((await inMemory(own, { timeZone: 'Europe/Berlin' })).columns).not.toHaveProperty('series')
    await expect(inMemory(own)).rejects.toThrow('got several for time "2024-10-27 02:00"')
  })

  it('merges rows of one time into one series only if no column could tell them apart', async () => {
    const twice = (cells: string) => days(9).flatMap((day) => [`${day}${cells},1`, `${day}${cells},2`])
    const merged = { duplicates: 'sum' as const }
    expect((await inMemory(textTable(['date,y', ...twice('')]), merged)).columns).not.toHaveProperty('series')
    await expect(inMemory(textTable(['date,shop,y', ...twice(',a')]), merged)).rejects.toThrow('--series none')
  })

  it('knows the types of columns that have one', async () => {
    const query = `select timestamp '2024-01-01' + to_days(i::int) as at, i % 2 = 0 as even, i::double as load, [i] as list,
      uuid() as mark from range(50) t(i)`
    const { columns, unused } = await findColumns(search(), await tables.evidence({ query }))
    expect([columns.time, columns.series, columns.target]).toEqual(['at', undefined, 'load'])
    expect(unused).toEqual(['even', 'list', 'mark'])
  })

  it.each([
    ['a file without rows', 'date,sales\n', /at least one row/],
    ['a file without columns', '', /first line with names of columns/],
    [
      'one column',
      `y\n${[1, 5, 2, 4].join('\n')}\n`,
      /a column of times and a column of numbers, got only one column: y/,
    ],
    ['only texts', 'a,b\nx,y\nz,u\n', /can be the time, got none\. The columns hold: a \("x"\), b \("y"\)/],
  ])('names what is wrong with %s', async (_, text, message) => {
    await expect(evidenceOfFile(text).then((found) => findColumns(search(), found))).rejects.toThrow(message)
  })

  it('finds columns whose names hold quotes, spaces and letters of any script', async () => {
    const text = `"  Dátum ","say ""sales""",日本\n${days(9)
      .flatMap((day, t) => [`${day},${t},北`, `${day},${t * 2},南`])
      .join('\n')}\n`
    const { columns, notes } = await findColumns(search(), await evidenceOfFile(text))
    expect(columns).toMatchObject({ time: 'Dátum', series: '日本', target: 'say "sales"' })
    expect(notes).toContain('target: say "sales" (--target)')
  })
})
