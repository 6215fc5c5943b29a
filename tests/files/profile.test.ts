import { describe, expect, it } from 'vitest'
import { folderForTests, openTables } from './folder.ts'

const { write } = folderForTests()
const tables = await openTables()

const profileOf = async (text: string, notation = {}, name = 'x.csv') => {
  const columns = await tables.profile({ path: write(name, text) }, notation)
  return Object.fromEntries(columns.map((column) => [column.name, column]))
}

describe('a profile', () => {
  it('names the cells that are no numbers, and counts numbers and missing cells over all rows', async () => {
    const rows = Array.from(
      { length: 5000 },
      (_, row) => `2024-01-01,${row === 4321 ? '#N/A' : row},${row % 5 ? row : ''}`,
    )
    const { date, sales, visitors } = await profileOf(`date,sales,visitors\n${rows.join('\n')}\n`)
    expect(sales).toMatchObject({ rows: 5000, numbers: 4999, missing: 0, distinct: 5000 })
    expect(sales.odd).toEqual([{ line: expect.stringMatching(/^line 4323 of ".*x\.csv"$/), cell: '#N/A' }])
    expect(visitors).toMatchObject({ numbers: 4000, missing: 1000, odd: [], distinct: 4000 })
    expect(date).toMatchObject({ numbers: 0, missing: 0, distinct: 1, type: 'VARCHAR' })
    expect(date.odd.map(({ cell }) => cell)).toEqual(['2024-01-01', '2024-01-01', '2024-01-01'])
    expect(visitors.values).toHaveLength(200)
    expect(visitors.values.slice(0, 2)).toEqual([null, '1'])
  })

  it('reads numbers in the declared notation', async () => {
    const text = 'y\n"1.234,5"\n"7 €"\nNA\n-200\nx\n1.5\n'
    expect((await profileOf(text, { thousands: '.', units: ['€'], missing: [-200] })).y).toMatchObject({
      ...{ rows: 6, numbers: 2, missing: 2 },
      odd: [{ cell: 'x' }, { cell: '1.5' }],
    })
    expect((await profileOf(text)).y).toMatchObject({ numbers: 2, missing: 1 })
  })

  it('has columns with types as well, and joins files of different types', async () => {
    const query = "select i as n, date '2024-01-01' + i::int as d, i = 1 as b, null as z, 'a' as t from range(3) r(i)"
    const counts = (await tables.profile({ query })).map(({ name, numbers, missing }) => [name, numbers, missing])
    expect(counts).toEqual([
      ['n', 3, 0],
      ['d', 0, 0],
      ['b', 3, 0],
      ['z', 0, 3],
      ['t', 0, 0],
    ])
  })

  it('is refused for a file that has a header alone, and for unknown options', async () => {
    await expect(profileOf('date,y\n')).rejects.toThrow(/at least one row in .*x\.csv, got none: it has only the names/)
    await expect(tables.profile({ path: write('empty.json', '[]') })).rejects.toThrow(/empty\.json, got none$/)
    await expect(tables.profile({ query: 'select 1 as a' }, { decimals: ',' } as object)).rejects.toThrow('"decimal"')
  })
})
