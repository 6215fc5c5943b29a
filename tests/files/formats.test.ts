import { mkdirSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { panelFromColumns } from '../../src/series/index.ts'
import { folderForTests, openTables } from './folder.ts'

const { path, write, sql } = folderForTests()
const tables = await openTables()

const rows = [
  ['a', '2024-01-01', 1],
  ['a', '2024-01-02', 2.5],
  ['b', '2024-01-01', 3],
  ['b', '2024-01-02', 4],
] as const
const columns = {
  store: rows.map(([id]) => id),
  date: rows.map(([, date]) => date),
  sales: rows.map(([, , sales]) => sales),
}
const roles = { series: 'store', time: 'date', target: 'sales', frequency: 'd' } as const
const expected = panelFromColumns(columns, roles)
const csv = `store,date,sales\n${rows.map((row) => row.join(',')).join('\n')}\n`
const select = `select * from (values ${rows.map(([id, date, sales]) => `('${id}', date '${date}', ${sales}::double)`)}) t(store, date, sales)`

describe('readPanel reads', () => {
  it('CSV, with other delimiters too, quotes, line ends and a byte order mark', async () => {
    for (const text of [
      csv,
      csv.replaceAll(',', ';'),
      csv.replaceAll(',', '|'),
      csv.replace(/[^,\n]+/g, '"$&"'),
      csv.replaceAll('\n', '\r\n'),
      `\ufeff${csv}`,
    ])
      expect(await tables.readPanel({ path: write('sales.csv', text) }, roles)).toEqual(expected)
    expect(await tables.readPanel({ path: write('sales.tsv', csv.replaceAll(',', '\t')) }, roles)).toEqual(expected)
  })

  it('compressed CSV', async () => {
    expect(await tables.readPanel({ path: write('sales.csv.gz', gzipSync(csv)) }, roles)).toEqual(expected)
  })

  it('a file with another extension whose format is given', async () => {
    expect(await tables.readPanel({ path: write('sales.data', csv), format: 'csv' }, roles)).toEqual(expected)
  })

  it('Parquet', async () => {
    await sql(`copy (${select}) to '${path('sales.parquet')}'`)
    expect(await tables.readPanel({ path: path('sales.parquet') }, roles)).toEqual(expected)
  })

  it('JSON, as an array and by lines', async () => {
    const objects = rows.map(([store, date, sales]) => ({ store, date, sales }))
    const array = write('sales.json', JSON.stringify(objects))
    const lines = write('sales.jsonl', objects.map((row) => JSON.stringify(row)).join('\n'))
    expect(await tables.readPanel({ path: array }, roles)).toEqual(expected)
    expect(await tables.readPanel({ path: lines }, roles)).toEqual(expected)
  })

  it('several files, by glob, by list and by folder', async () => {
    mkdirSync(path('many'))
    const lines = csv.trim().split('\n')
    writeFileSync(path('many/1.csv'), lines.slice(0, 3).join('\n'))
    // The second file has its columns in another order, and one column more.
    writeFileSync(path('many/2.csv'), 'sales,extra,date,store\n3,x,2024-01-01,b\n4,y,2024-01-02,b\n')
    for (const source of [path('many/*.csv'), path('many'), [path('many/1.csv'), path('many/2.csv')]])
      expect(await tables.readPanel({ path: source }, roles)).toEqual(expected)
  })

  it('folders that are named by the values of a column, as by Hive, in which digits stay texts', async () => {
    await sql(
      `copy (select replace(store, 'a', '007') as store, date, sales from (${select})) to '${path('hive')}' (format parquet, partition_by (store))`,
    )
    const panel = await tables.readPanel({ path: path('hive') }, roles)
    expect(panel.ids).toEqual(['007', 'b'])
    expect(panel.target.values).toEqual(expected.target.values)
    expect((await tables.readPanel({ path: path('hive/*/*.parquet') }, roles)).ids).toEqual(['007', 'b'])
  })

  it('tables and views of a DuckDB file, which is neither locked nor changed', async () => {
    const file = path('shop.duckdb')
    await sql(`attach '${file}' as shop`, `create table shop."the ""sales""" as ${select}`)
    expect(await tables.readPanel({ path: file }, roles)).toEqual(expected)
    await sql(`attach '${file}' as shop (read_only)`)
    const other = path('two.duckdb')
    await sql(
      `attach '${other}' as two`,
      `create table two.a as ${select}`,
      'create table two.b as select 1 as x',
      'create view two.v as select * from two.a',
    )
    expect(await tables.readPanel({ path: other, table: 'v' }, roles)).toEqual(expected)
    await expect(tables.readPanel({ path: other }, roles)).rejects.toMatchObject({
      code: 'ERR_DATA',
      message: expect.stringContaining('got a, b, v'),
    })
    await expect(tables.readPanel({ path: other, table: 'c' }, roles)).rejects.toThrow('Expected a table "c"')
  })

  it('queries, over files and over the tables of a DuckDB file', async () => {
    const query = `select store, date, sales from '${path('sales.parquet')}' -- all;\n;`
    expect(await tables.readPanel({ query }, roles)).toEqual(expected)
    const inFile = { path: path('two.duckdb'), query: 'select upper(store) as store, date, sales from a' }
    expect((await tables.readPanel(inFile, roles)).ids).toEqual(['A', 'B'])
    await expect(tables.readPanel({ query: 'drop table a' }, roles)).rejects.toMatchObject({ code: 'ERR_DATA' })
    await expect(tables.readPanel({ query: 'select 1; select 2' }, roles)).rejects.toMatchObject({ code: 'ERR_DATA' })
  })

  it('files whose names look like globs', async () => {
    expect(await tables.readPanel({ path: write('[1]*?.csv', csv) }, roles)).toEqual(expected)
  })
})

describe('columns', () => {
  it('are listed with the types of DuckDB; those of CSV are texts', async () => {
    expect(await tables.columns({ path: path('sales.parquet') })).toEqual([
      { name: 'store', type: 'VARCHAR' },
      { name: 'date', type: 'DATE' },
      { name: 'sales', type: 'DOUBLE' },
    ])
    expect(await tables.columns({ path: path('many') })).toEqual(
      ['store', 'date', 'sales'].map((name) => ({ name, type: 'VARCHAR' })),
    )
  })
})

describe('a source is refused', () => {
  it('if there is no such file, or no format', async () => {
    await expect(tables.columns({ path: path('nope.csv') })).rejects.toMatchObject({
      code: 'ERR_FILE',
      message: expect.stringContaining('no such file'),
    })
    await expect(tables.columns({ path: path('nope*.csv') })).rejects.toMatchObject({ code: 'ERR_FILE' })
    await expect(tables.columns({ path: path('sales.data') })).rejects.toThrow('Name the format: { path, format')
    await expect(tables.columns({ path: [path('sales.csv'), path('sales.parquet')] })).rejects.toThrow(
      'files of one format',
    )
    await expect(tables.columns({})).rejects.toMatchObject({ code: 'ERR_DATA' })
    await expect(tables.columns({ file: 'x' } as never)).rejects.toThrow('Did you mean')
  })

  it('if it is remote and the extension that reads it cannot be downloaded', async () => {
    const remote = tables.columns({ path: 's3://bucket/sales.parquet' })
    const error = await remote.then(
      () => undefined,
      (error) => error,
    )
    // On a machine with the extension, the request to the bucket fails.
    expect(error?.code).toMatch(/ERR_DEPENDENCY|ERR_FILE|ERR_DATA/)
    if (error.code === 'ERR_DEPENDENCY') expect(error.message).toContain('INSTALL httpfs')
  }, 60_000)
})
