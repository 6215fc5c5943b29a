import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generatePanel } from '../../src/datasets/index.ts'
import { generateTable, type WriteColumn, writeTable } from '../../src/files/index.ts'
import { folderForTests, openTables } from './folder.ts'

const { path } = folderForTests()
const tables = await openTables()
const roles = { series: 'id', time: 'time', target: 'y', frequency: 'd' } as const

const day = (at: number) => Date.UTC(2024, 0, 1 + at)
const columns = (): WriteColumn[] => [
  { name: 'id', type: 'text', values: ['007', 'a "b", c'], repeat: 3 },
  { name: 'time', type: 'date', values: Float64Array.of(0, 1, 2, 0, 1, 2).map(day) },
  { name: 'y', type: 'number', values: Float64Array.of(0.1, Number.NaN, -1e-300, 1, 2, 3) },
  { name: 'count', type: 'whole', values: Float64Array.of(1, 2, Number.NaN, 4, 5, 2 ** 53) },
  { name: 'made', type: 'timestamp', values: Float64Array.of(0, 1, 2, 3, 4, 5) },
  { name: 'flag', type: 'flag', values: Uint8Array.of(0, 1, 0, 1, 0, 1) },
]

describe('writeTable', () => {
  it.each(['x.parquet', 'x.csv', 'x.csv.gz', 'x.tsv'])(
    'writes a table that is read back without changes: %s',
    async (name) => {
      const written = await writeTable(path(name), columns())
      const data = readFileSync(path(name))
      expect(written).toEqual({ rows: 6, bytes: data.length, sha256: createHash('sha256').update(data).digest('hex') })
      const panel = await tables.readPanel({ path: path(name) }, { ...roles, observed: ['count'] })
      expect(panel.ids).toEqual(['007', 'a "b", c'])
      expect([...panel.target.values]).toEqual([0.1, Number.NaN, -1e-300, 1, 2, 3])
      expect([...panel.observed[0].values]).toEqual([1, 2, Number.NaN, 4, 5, 2 ** 53])
      expect([...panel.starts]).toEqual([day(0), day(0)])
    },
  )

  it('writes CSV that people and other tools can read', async () => {
    await writeTable(path('text.csv'), columns())
    expect(readFileSync(path('text.csv'), 'utf8').split('\n').slice(0, 3)).toEqual([
      'id,time,y,count,made,flag',
      '007,2024-01-01,0.1,1,1970-01-01T00:00:00.000Z,false',
      '007,2024-01-02,,2,1970-01-01T00:00:00.001Z,true',
    ])
  })

  it('writes the same bytes for the same columns, even during other writes', async () => {
    for (const name of ['a.parquet', 'a.csv.gz']) {
      const one = await writeTable(path(name), columns())
      const several = await Promise.all(
        Array.from({ length: 4 }, (_, at) => writeTable(path(`${at}${name}`), columns())),
      )
      expect(several).toEqual(Array(4).fill(one))
    }
  })

  it('keeps every double, in CSV too', async () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true })
    await fc.assert(
      fc.asyncProperty(
        fc.array(double, { minLength: 2, maxLength: 50 }),
        fc.constantFrom('d.csv', 'd.parquet'),
        async (list, name) => {
          const values = Float64Array.from(list)
          await writeTable(path(name), [
            { name: 'time', type: 'date', values: values.map((_, at) => day(at)) },
            { name: 'y', type: 'number', values },
          ])
          expect(
            (await tables.readPanel({ path: path(name) }, { time: 'time', target: 'y', frequency: 'd' })).target.values,
          ).toEqual(values)
        },
      ),
      { numRuns: 100 },
    )
  })

  it('writes more rows than a chunk holds, with repeated texts', async () => {
    const ids = Array.from(
      { length: 3000 },
      (_, at) => `a series of a name that is long: ${String(at).padStart(5, '0')}`,
    )
    const values = Float64Array.from({ length: 9000 }, (_, at) => at)
    await writeTable(path('long.parquet'), [
      { name: 'id', type: 'text', values: ids, repeat: 3 },
      { name: 'time', type: 'date', values: values.map((at) => day(at % 3)) },
      { name: 'kind', type: 'text', values: ids.map((_, at) => `${at % 2}`), repeat: 3 },
      { name: 'y', type: 'number', values },
    ])
    const panel = await tables.readPanel({ path: path('long.parquet') }, roles)
    expect(panel.ids).toEqual(ids)
    expect(panel.target.values).toEqual(values)
  })

  it('refuses columns that do not fit', async () => {
    const y = (values: unknown, more = {}) =>
      writeTable(path('y.csv'), [{ name: 'y', type: 'number', values, ...more } as WriteColumn])
    await expect(y([1])).rejects.toMatchObject({ code: 'ERR_TYPE' })
    await expect(y(Float64Array.of(1), { type: 'numbers' })).rejects.toMatchObject({ code: 'ERR_RANGE' })
    await expect(y(Float64Array.of(1, Number.POSITIVE_INFINITY))).rejects.toMatchObject({ code: 'ERR_NOT_FINITE' })
    await expect(writeTable(path('y.csv'), [])).rejects.toMatchObject({ code: 'ERR_TYPE' })
    const ragged: WriteColumn[] = [
      { name: 'a', type: 'flag', values: new Uint8Array(2) },
      { name: 'b', type: 'text', values: ['x'], repeat: 3 },
    ]
    await expect(writeTable(path('y.csv'), ragged)).rejects.toMatchObject({ code: 'ERR_SHAPE' })
    await expect(writeTable(path('y.xlsx'), columns())).rejects.toMatchObject({ code: 'ERR_FILE' })
  })
})

describe('a write that fails', () => {
  it('names path and reason and leaves no file, if there is no such folder or the path is that of a folder', async () => {
    await expect(writeTable(path('no/such/x.csv'), columns())).rejects.toMatchObject({
      code: 'ERR_FILE',
      message: expect.stringContaining(`Expected to write "${path('no/such/x.csv')}", got: `),
    })
    mkdirSync(path('taken'))
    mkdirSync(path('taken/x.csv'))
    await expect(writeTable(path('taken/x.csv'), columns())).rejects.toMatchObject({ code: 'ERR_FILE' })
    expect(readdirSync(path('taken'))).toEqual(['x.csv'])
  })

  it('names a path in a folder that is not writable', async () => {
    await expect(writeTable('/sys/x.csv', columns())).rejects.toMatchObject({
      code: 'ERR_FILE',
      message: expect.stringContaining('Expected to write "/sys/x.csv", got: '),
    })
  })

  it('keeps the old file if the disk is full', async () => {
    // A limit on the size of files stops the writer in the middle, as a full disk does.
    mkdirSync(path('full'))
    await writeTable(path('full/x.parquet'), columns())
    const before = readFileSync(path('full/x.parquet'))
    const module = fileURLToPath(new URL('../../dist/js/files.js', import.meta.url))
    const script = `import { writeTable } from ${JSON.stringify(module)}
      const values = Float64Array.from({ length: 400_000 }, () => Math.random())
      await writeTable(${JSON.stringify(path('full/x.parquet'))}, [{ name: 'y', type: 'number', values }])
        .catch(({ code, message }) => console.log(JSON.stringify({ code, message })))`
    const command = `trap '' XFSZ; ulimit -f 1000; exec "${process.execPath}" --input-type=module -e "$SCRIPT"`
    const error = JSON.parse(
      execFileSync('bash', ['-c', command], { encoding: 'utf8', env: { ...process.env, SCRIPT: script } }),
    )
    expect(error.code).toBe('ERR_FILE')
    expect(error.message).toMatch(/^Expected to write ".*full\/x.parquet", got: .*File too large/)
    expect(readdirSync(path('full'))).toEqual(['x.parquet'])
    expect(readFileSync(path('full/x.parquet'))).toEqual(before)
  })
})

describe('generateTable', () => {
  it.each(['g.parquet', 'g.csv'])(
    'writes the panel of generatePanel, series in the order of their ids: %s',
    async (name) => {
      const options = { series: 1234, rows: 30, frequency: 'd', seed: 3, gaps: 0 }
      expect((await generateTable(path(name), options)).rows).toBe(1234 * 30)
      const read = { series: 'series', time: 'date', target: 'demand', known: ['promotion'] }
      const panel = await tables.readPanel({ path: path(name) }, read)
      const all = generatePanel(options)
      const sorted = all.select(panel.ids.map((id) => all.indexOf(id)))
      expect(panel.ids.slice(0, 4)).toEqual(['series 1', 'series 10', 'series 100', 'series 1000'])
      expect(panel).toEqual(sorted.with({ names: panel.names }))
    },
  )

  it('writes hours as points in time, and no column of promotions if there are none', async () => {
    await generateTable(path('hours.parquet'), { series: 3, rows: 50, frequency: 'h', promotions: 0 })
    expect((await tables.columns({ path: path('hours.parquet') })).map(({ type }) => type)).toEqual([
      'VARCHAR',
      'TIMESTAMP WITH TIME ZONE',
      'DOUBLE',
    ])
    await expect(generateTable(path('hours.parquet'), { series: 0, rows: 1 })).rejects.toMatchObject({
      code: 'ERR_RANGE',
    })
  })
})
