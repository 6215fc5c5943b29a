import { describe, expect, it } from 'vitest'
import { panelFromColumns } from '../../src/series/index.ts'
import { folderForTests, openTables } from './folder.ts'

const { path, write } = folderForTests()
const tables = await openTables()
const roles = { series: 'id', time: 'time', target: 'y', frequency: 'd' } as const

const read = (text: string, more = {}) => tables.readPanel({ path: write('x.csv', text) }, { ...roles, ...more })
const valuesOf = async (cells: string[], more = {}) =>
  (await read(`id,time,y\n${cells.map((cell, row) => `a,2024-01-${10 + row},${cell}`).join('\n')}\n`, more)).target
    .values

describe('CSV', () => {
  it('keeps ids as they are written', async () => {
    expect((await read('id,time,y\n007,2024-01-01,1\n7,2024-01-01,1\n1e3,2024-01-01,1\n')).ids).toEqual([
      '007',
      '1e3',
      '7',
    ])
  })

  it('reads numbers as JavaScript does, quoted or not, and the usual markers of missing values', async () => {
    const cells = ['1', '"2"', ' 3 ', '+4', '.5', '6.', '7e-1', '0x1F', 'NA', '', 'null', '-', 'NaN', '-200']
    const columns = {
      time: cells.map((_, row) => `2024-01-${10 + row}`),
      y: cells.map((cell) => cell.replaceAll('"', '')),
    }
    for (const missing of [[], [-200], ['-200', '3']])
      expect(await valuesOf(cells, { missing })).toEqual(
        panelFromColumns(columns, { time: 'time', target: 'y', missing }).target.values,
      )
  })

  it('reads true and false as 1 and 0', async () => {
    expect([...(await valuesOf(['true', 'False', 'NA', '1']))]).toEqual([1, 0, Number.NaN, 1])
  })

  it('refuses a value that is no number, with column, value and line', async () => {
    for (const cell of ['abc', '1_000', '"1,5"', 'inf', '1 2', 'yes'])
      await expect(valuesOf(['1', cell])).rejects.toMatchObject({
        code: 'ERR_TYPE',
        message: expect.stringMatching(
          /^Expected a number in column "y", got .* in series "a" \(line 3 of ".*x.csv"\)\. Add it to missing/,
        ),
      })
    await expect(valuesOf(['1', '2', 'Infinity'])).rejects.toMatchObject({
      code: 'ERR_NOT_FINITE',
      message: expect.stringContaining('(line 4 of'),
    })
  })

  it('refuses a line with more or fewer fields than the first, with its number', async () => {
    for (const line of ['a,2024-01-02', 'a,2024-01-02,2,3'])
      await expect(read(`id,time,y\na,2024-01-01,1\n${line}\n`)).rejects.toMatchObject({
        code: 'ERR_DATA',
        message: expect.stringMatching(/x\.csv, got: CSV Error on Line: 3/),
      })
    const late = `id,time,y\n${'a,2024-01-01,1\n'.repeat(30_000)}a,2024\n`
    await expect(read(late)).rejects.toThrow('CSV Error on Line: 30002')
  })

  it('refuses a quote that is not closed, bytes that are not UTF-8, and an empty file', async () => {
    await expect(read('id,time,y\na,"2024-01-01,1\na,2024-01-02,1\n')).rejects.toThrow('unterminated quote')
    const latin = write('latin.csv', Buffer.from('id,time,y\nM\xfcller,2024-01-01,1\n', 'latin1'))
    await expect(tables.readPanel({ path: latin }, roles)).rejects.toThrow('Save the file as UTF-8')
    await expect(read('')).rejects.toThrow('Expected a first line with names of columns')
    await expect(read('id,time,y\n')).rejects.toThrow('Expected at least one row')
  })

  it('reads quotes that first occur after thousands of rows', async () => {
    const plain = Array.from({ length: 25_000 }, (_, row) => `s${row},2024-01-01,1`).join('\n')
    const panel = await read(`id,time,y\n${plain}\n"a ""b"", c",2024-01-01,"2"\n`)
    expect(panel.target.values[panel.indexOf('a "b", c')]).toBe(2)
  })

  it('reads lines that start with # as rows', async () => {
    expect((await read('id,time,y\n#1,2024-01-01,1\n#2,2024-01-01,1\n')).ids).toEqual(['#1', '#2'])
  })

  it('gives names to columns without one, and makes equal names different', async () => {
    const names = (await tables.columns({ path: write('names.csv', 'a,A,a,,"x ""y"", z"\n1,2,3,4,5\n') })).map(
      ({ name }) => name,
    )
    expect(names).toEqual(['a', 'A 2', 'a 3', 'column 4', 'x "y", z'])
  })

  it('reads files that lack a column without a role, and refuses files that lack one with a role', async () => {
    const files = [write('1.csv', 'id,time,y,z\na,2024-01-01,1,1\n'), write('2.csv', 'time,id,y\n2024-01-02,a,2\n')]
    expect([...(await tables.readPanel({ path: files }, roles)).target.values]).toEqual([1, 2])
    await expect(tables.readPanel({ path: files }, { ...roles, known: ['z'] })).rejects.toThrow(
      'Expected a column "z" (known), got only time, id, y',
    )
    expect(path('2.csv')).toBe(files[1])
  })
})
