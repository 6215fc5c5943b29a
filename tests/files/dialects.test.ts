import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { Source } from '../../src/files/index.ts'
import { folderForTests, openTables } from './folder.ts'

const { write } = folderForTests()
const tables = await openTables()
const roles = { series: 'id', time: 'time', target: 'y', frequency: 'd' } as const

const read = (text: string | Uint8Array, how: Source = {}, more = {}, name = 'x.csv') =>
  tables.readPanel({ ...how, path: write(name, text) }, { ...roles, ...more })
const rows = 'id,time,y\na,2024-01-01,1\na,2024-01-02,2\na,2024-01-03,3\n'
const expected = [1, 2, 3]
const valuesOf = async (...given: Parameters<typeof read>) => [...(await read(...given)).target.values]
const lines = (count: number, end: string) =>
  Array.from(
    { length: count },
    (_, row) => `a,${new Date(Date.UTC(2000, 0, 1 + row)).toISOString().slice(0, 10)},${row}${end}`,
  )

describe('lines', () => {
  it.each([
    ['one LF among CRLF', rows.replaceAll('\n', '\r\n').replace('2\r\n', '2\n')],
    ['one CRLF among LF', rows.replace('1\n', '1\r\n')],
    ['one CR among LF', rows.replace('1\n', '1\r')],
    ['all CR', rows.replaceAll('\n', '\r')],
    ['no end of the last line', rows.slice(0, -1)],
    ['empty lines before and between', `\n\n${rows.replace('1\n', '1\n\n')}\n\n`],
    ['CRLF in quotes', 'id,time,"y"\n"a",2024-01-01,1\r\n"a",2024-01-02,"2"\na,2024-01-03,3'],
  ])('may have %s', async (_, text) => {
    expect(await valuesOf(text)).toEqual(expected)
  })

  it('that end in different ways keep line ends within quotes, and quotes that are wrong stay errors', async () => {
    const text = '"id",time,y\r\n"a\r\nb",2024-01-01,1\n"a\r\nb",2024-01-02,2\r\n'
    expect((await read(text)).ids).toEqual(['a\r\nb'])
    await expect(read('id,time,y\r\na,2024-01-01,1\n"a,2024-01-02,2\r\n')).rejects.toThrow('unterminated quote')
  })

  it('are counted for messages with titles, comments, empty lines and line ends within quotes', async () => {
    const text = '# title\n\nid,time,y\n"a\nb",2024-01-01,1\n# note\n\n"a\nb",2024-01-02,x\n'
    await expect(read(text, { comment: '#' })).rejects.toThrow(/got "x" in series "a\nb" \(line 8 of ".*x\.csv"\)/)
    await expect(read(gzipSync(text), { comment: '#' }, {}, 'x.csv.gz')).rejects.toThrow(/line 8 of ".*x\.csv\.gz"/)
    await expect(read(text.replace('# note\n', ''), { skipLines: 1 })).rejects.toThrow('(line 7 of')
  })

  it('are read whatever their number', async () => {
    const text = `id,time,y\r\n${lines(20_000, '\r\n').join('')}${lines(1, '\n')[0].replace('2000', '1999')}`
    expect((await read(text, {}, {})).rowCount).toBeGreaterThan(20_000)
    const bad = `id,time,y\r\n${lines(5000, '\r\n').join('')}a,2024-01-01\n`
    await expect(read(bad)).rejects.toThrow(/x\.csv, got: CSV Error on Line: 5002/)
  })
})

describe('lines before the header', () => {
  it('are left out by skipLines and comment, and by sep= without an option', async () => {
    expect(await valuesOf(`Sales 2024\nof all shops\n${rows}`, { skipLines: 2 })).toEqual(expected)
    expect(await valuesOf(`# a, b\n${rows.replace('1\n', '1\n#x\n')}`, { comment: '#' })).toEqual(expected)
    const decimals = rows.replaceAll(',', ';').replaceAll(/;(\d)\n/g, ';$1,5\n')
    for (const first of ['sep=;', 'SEP=;\r', '"sep=;"', '\ufeffsep=;'])
      expect(await valuesOf(`${first}\n${decimals}`, {}, { decimal: ',' })).toEqual([1.5, 2.5, 3.5])
    expect(await valuesOf(`sep=^\n${rows.replaceAll(',', '^')}`)).toEqual(expected)
  })

  it('keep a # within a field', async () => {
    expect((await read('# c\nid,time,y\na#1,2024-01-01,1\na#2,2024-01-01,1\n', { comment: '#' })).ids).toEqual([
      'a#1',
      'a#2',
    ])
  })

  it.each([
    [`Sales report\n${rows}`, /which looks like a title: the lines from 2 on have 3 fields\. Use --skip-lines 1/],
    [`Sales report\n\nof 2024\n\n${rows}`, /Use --skip-lines 4 \(skipLines: 4 of the source\)/],
    [`Sales report,,\n${rows}`, /Use --skip-lines 1/],
    [`# made by x\n${rows}`, /looks like a comment.*Use --comment '#' .* or --skip-lines 1/],
    [`# made by x\n# on Monday\n${rows}`, /Use --comment '#' .* or --skip-lines 2/],
  ])('are refused with the option to use: %j', async (text, message) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'ERR_DATA', message: expect.stringMatching(message) })
  })

  it('are none where the header is alone', async () => {
    await expect(read('id,time,y\n')).rejects.toThrow('Expected at least one row')
    await expect(read('', {})).rejects.toThrow('an empty file')
    await expect(read('# only\n', { comment: '#' })).rejects.toThrow('an empty file')
  })
})

describe('the delimiter', () => {
  it('is not the decimal comma', async () => {
    const text = rows.replaceAll(',', ';').replaceAll(/;(\d)\n/g, ';$1,5\n')
    expect(await valuesOf(text, {}, { decimal: ',' })).toEqual([1.5, 2.5, 3.5])
    const more = text.replace('y\n', 'y;"a, b, c, d"\n').replaceAll(',5\n', ',5;1,1\n')
    expect(await valuesOf(more, {}, { decimal: ',' })).toEqual([1.5, 2.5, 3.5])
  })

  it('is asked for where two are possible', async () => {
    const text = 'time;y, net\n2024-01-01;1,5\n2024-01-02;2,5\n'
    const path = write('two.csv', text)
    const reading = { time: 'time', target: 'y, net', decimal: ',' } as const
    await expect(tables.readPanel({ path }, reading)).rejects.toThrow(
      /";" and "," both divide evenly\. Use --delimiter ';'/,
    )
    expect([...(await tables.readPanel({ path, delimiter: ';' }, reading)).target.values]).toEqual([1.5, 2.5])
  })

  it('is any character that the source names', async () => {
    expect(await valuesOf(rows.replaceAll(',', ':'), { delimiter: ':' })).toEqual(expected)
    for (const delimiter of ['', 'ab', '"', '\n'])
      await expect(read(rows, { delimiter })).rejects.toMatchObject({ code: 'ERR_RANGE' })
    await expect(read(rows, { skipLines: -1 })).rejects.toMatchObject({ code: 'ERR_RANGE' })
  })
})

describe('other encodings', () => {
  const text = rows.replaceAll('a,', 'ä€,').replaceAll('\n', '\r\n')
  const little = Buffer.from(text, 'utf16le')
  it.each([
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), little])],
    ['UTF-16, big end first', Buffer.concat([Buffer.from([0xff, 0xfe]), little]).swap16()],
    ['UTF-16 without a mark', little],
  ])('%s', async (_, bytes) => {
    expect((await read(bytes)).ids).toEqual(['ä€'])
    expect(await valuesOf(bytes)).toEqual(expected)
  })
})

describe('a folder named by a column', () => {
  it('gives its column to copies too', async () => {
    const { mkdirSync } = await import('node:fs')
    const { path } = folderForTests()
    for (const id of ['a', 'b']) mkdirSync(path(`id=${id}`))
    const { writeFileSync } = await import('node:fs')
    writeFileSync(path('id=a/x.csv'), 'time,y\n2024-01-01,1\r\n2024-01-02,2\n')
    writeFileSync(path('id=b/x.csv'), 'time,y\n2024-01-01,3\n2024-01-02,4\n')
    const panel = await tables.readPanel({ path: path('.') }, roles)
    expect([panel.ids, [...panel.target.values]]).toEqual([
      ['a', 'b'],
      [1, 2, 3, 4],
    ])
  })
})
