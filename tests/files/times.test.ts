import { describe, expect, it } from 'vitest'
import { panelFromColumns } from '../../src/series/index.ts'
import type { PanelOptions } from '../../src/series/table/table_options.ts'
import { folderForTests, openTables } from './folder.ts'

const { path, write, long, sql } = folderForTests()
const tables = await openTables()
const roles = { series: 'id', time: 'time', target: 'y' } as const

describe('times', () => {
  const same = async (time: string[], options: Partial<PanelOptions> = {}) => {
    const y = time.map((_, row) => row)
    const expected = panelFromColumns({ id: time.map(() => 'a'), time, y }, { ...roles, ...options })
    const lines = time.map((text, row) => `a,${text},${row}`)
    expect(await tables.readPanel(long(lines), { ...roles, ...options })).toEqual(expected)
    return expected
  }

  it('are read in all formats that columns in memory may have, and in mixed formats', async () => {
    await same(['2024-01-01', '1/2/2024', '2024-01-03 00:00:00', '4.1.2024', '2024-01-05T00:00Z'])
    await same(['1/2/2024', '2/2/2024', '3/2/2024'], { timeFormat: 'D/M/Y' })
    await same(['20240101', '20240102', '20240103'])
    await same(['1704067200', '1704070800', '1704074400'])
    await same(['1998 Q1', '1998 Q2', '1998 Q3'])
  })

  it('without an offset are on the clock of the time zone, whose days have 23 to 25 hours', async () => {
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

  it('of an hour that the clock shows twice are separated by the order of their rows', async () => {
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

  it('in two columns are joined', async () => {
    const source = { path: write('two.csv', 'day,hour,y\n2024-01-01,10:00,1\n2024-01-01,11:00,2\n') }
    const panel = await tables.readPanel(source, { time: ['day', 'hour'], target: 'y' })
    expect([panel.frequency.text, panel.starts[0]]).toEqual(['h', Date.UTC(2024, 0, 1, 10)])
  })

  it('of digits keep their form, and a bad cell has its line', async () => {
    const days = Array.from({ length: 30 }, (_, at) => 20240101 + at)
    const source = (bad: string, name: string) => ({
      path: write(name, `t,y\n${days.map((day, at) => `${at === 9 ? bad : day},${at}`).join('\n')}\n`),
    })
    await expect(tables.readPanel(source('20240230', 'a.csv'), { time: 't', target: 'y' })).rejects.toThrow(
      `got "20240230" (line 11 of "${path('a.csv')}")`,
    )
    const { timeFormat } = await tables.parts(source('5', 'b.csv'), { time: 't', target: 'y' }, 10)
    expect(timeFormat).toBe('YYYYMMDD')
  })

  it('in two columns that cannot be read have their line and the reason', async () => {
    const weeks = { path: write('w.csv', 'year,week,y\n2024,52,1\n2024,53,2\n') }
    await expect(tables.readPanel(weeks, { time: ['year', 'week'], target: 'y' })).rejects.toThrow(
      /got "2024 53" \(line 3 of .*By ISO 8601 a year has 52 weeks/,
    )
    const hours = { path: write('h.csv', 'date,hour,y\n2024-01-01,23,1\n2024-01-02,25,2\n') }
    await expect(tables.readPanel(hours, { time: ['date', 'hour'], target: 'y' })).rejects.toThrow(/\(line 3 of /)
  })

  it('may be years with a declared decimal comma', async () => {
    const source = { path: write('c.csv', 'date;y\n2021,000;1,5\n2021,083;2\n2021,167;3\n') }
    const panel = await tables.readPanel(source, { time: 'date', target: 'y', decimal: ',' })
    expect([panel.frequency.text, panel.starts[0]]).toEqual(['MS', Date.UTC(2021, 0, 1)])
  })

  it('that are missing or cannot be read throw an error with file and line', async () => {
    await expect(tables.readPanel(long(['a,2024-01-01,1', 'a,,2']), roles)).rejects.toThrow(
      'Expected a time in column "time", got nothing in series "a"',
    )
    await expect(tables.readPanel(long(['a,2024-01-01,1', 'a,2024-01-32,2'], 'bad.csv'), roles)).rejects.toThrow(
      `got "2024-01-32" (line 3 of "${path('bad.csv')}")`,
    )
  })
})
