// The form of times of a source is settled once, for all parts.
import { describe, expect, it } from 'vitest'
import { folderForTests, openTables } from './folder.ts'

const { path, long, sql } = folderForTests()
const tables = await openTables()
const roles = { series: 'id', time: 'time', target: 'y' } as const
const rows = (id: string, times: readonly (string | number)[]) => times.map((time, at) => `${id},${time},${at}`)

describe('the form of the times of all parts', () => {
  it('is settled by the cells of all series', async () => {
    const source = long(
      [...rows('a', ['01/02/2024', '02/02/2024']), ...rows('b', ['12/02/2024', '13/02/2024'])],
      'order.csv',
    )
    const { timeFormat } = await tables.parts(source, roles, 1)
    expect(timeFormat).toBe('D/M/Y')
    const panel = await tables.readPanel(source, { ...roles, timeFormat }, { ids: ['a'] })
    expect(panel.starts[0]).toBe(Date.UTC(2024, 1, 1))
  })

  it('is the unit of the largest number of all series', async () => {
    await sql(
      `copy (select * from (values ('a', 0, 1), ('a', 3600000, 2), ('b', 1711843200000, 3), ('b', 1711846800000, 4)) t(id, time, y)) to '${path('epoch.parquet')}'`,
    )
    const source = { path: path('epoch.parquet') }
    const { timeFormat } = await tables.parts(source, roles, 1)
    expect(timeFormat).toBe('epoch ms')
    expect((await tables.readPanel(source, { ...roles, timeFormat }, { ids: ['a'] })).frequency.text).toBe('h')
  })

  it('is settled by steady steps within the series, with a note', async () => {
    const months = Array.from(
      { length: 14 },
      (_, at) => `01/${String((at % 12) + 1).padStart(2, '0')}/${2021 + Math.floor(at / 12)}`,
    )
    const { timeFormat, timeNote } = await tables.parts(long(rows('a', months), 'months.csv'), roles, 10)
    expect([timeFormat, timeNote]).toEqual(['D/M/Y', expect.stringContaining('no steady steps')])
  })

  it('is asked about with file and line', async () => {
    await expect(tables.parts(long(rows('a', ['01/02/2024']), 'open.csv'), roles, 1)).rejects.toThrow(
      /"01\/02\/2024", which is .*\(line 2 of ".*open\.csv"\)\. Say which it is: timeFormat: "D\/M\/Y" or "M\/D\/Y"/,
    )
  })

  it('stays open for forms with one reading, and is not settled by a bad cell', async () => {
    expect((await tables.parts(long(rows('a', ['2024-01-01', '2.1.2024', 'x']), 'iso.csv'), roles, 1)).timeFormat).toBe(
      'auto',
    )
  })

  it('may be an index', async () => {
    const source = long([...rows('a', [1, 2, 3]), ...rows('b', [1, 2, 3, 4])], 'index.csv')
    const { timeFormat } = await tables.parts(source, roles, 1)
    expect(timeFormat).toBe('index')
    const panel = await tables.readPanel(source, { ...roles, timeFormat })
    expect([panel.frequency.text, ...panel.starts]).toEqual(['1', 1, 1])
  })

  it('tells the two passes of an hour apart, whichever way the rows run', async () => {
    const hours = ['2024-10-27', '2024-10-27 01:00', '2024-10-27 02:00', '2024-10-27 02:00', '2024-10-27 03:00']
    const lines = hours.map((time, at) => `a,${time},${at}`)
    for (const [name, own] of [
      ['up', lines],
      ['down', lines.toReversed()],
    ] as const) {
      const panel = await tables.readPanel(long(own, `${name}.csv`), { ...roles, timeZone: 'Europe/Berlin' })
      expect(Array.from(panel.history(0))).toEqual([0, 1, 2, 3, 4])
    }
  })
})
