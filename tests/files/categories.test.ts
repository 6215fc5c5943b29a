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

describe('a covariate with words and numbers', () => {
  const columns = 'id,time,y,temp\n'
  const rowsOf = (temps: readonly string[], id = 'a') =>
    temps.map((temp, t) => `${id},2024-01-${`${t + 1}`.padStart(2, '0')},1,${temp}\n`).join('')
  const roles = { series: 'id', time: 'time', target: 'y', frequency: 'd' } as const
  const ofRole = (role: 'known' | 'observed' | 'static') => ({ ...roles, [role]: ['temp'] })

  it.each(['known', 'observed', 'static'] as const)(
    'is refused if most cells are numbers, with its line: %s',
    async (role) => {
      for (const [cell, advice] of [
        ['#N/A', "--missing '#N/A'"],
        ['warm', "--missing 'warm'"],
        ['15 C', "--units 'C'"],
      ]) {
        const source = {
          path: write('mixed.csv', columns + rowsOf(['15', '16', cell, '17']) + rowsOf(['15', '16'], 'b')),
        }
        const expected = {
          code: 'ERR_TYPE',
          message: expect.stringMatching(
            `"temp", got "${cell}" \\(line 4 of .*mixed.csv"\\) among 5 numbers.*${advice}.*--categorical temp`,
          ),
        }
        await expect(tables.parts(source, ofRole(role), 1)).rejects.toMatchObject(expected)
        if (role === 'static') await expect(tables.survey(source, ofRole(role))).rejects.toMatchObject(expected)
      }
    },
  )

  it('is one of categories if few cells are numbers, or if it is named as one', async () => {
    const few = { path: write('few.csv', columns + rowsOf(['1', 'A', 'B', 'A'])) }
    expect((await tables.parts(few, ofRole('known'), 1)).categorical).toEqual(['temp'])
    const many = { path: write('many.csv', columns + rowsOf(['1', '2', 'B', '1'])) }
    expect((await tables.parts(many, { ...ofRole('known'), categorical: ['temp'] }, 1)).categorical).toEqual([])
  })

  it('is refused in the future table too, with its line', async () => {
    const source = { path: write('past.csv', columns + rowsOf(['15', '16', '17'])) }
    const future = { path: write('ahead.csv', 'id,time,temp\na,2024-01-04,16\na,2024-01-05,?\n') }
    await expect(tables.parts(source, { ...ofRole('known'), future }, 1)).rejects.toThrow(
      /"temp", got "\?" \(line 3 of ".*ahead.csv"\)/,
    )
  })
})
