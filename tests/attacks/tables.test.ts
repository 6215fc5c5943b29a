// Tables that are made to break their reader. Each is refused with a short message, or read as it is.

import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Tables } from '../../src/files/index.ts'
import { naive } from '../../src/index.ts'
import { listModels, registerModel } from '../../src/jobs/index.ts'

// Parts are made in child processes, which run what is built.
const { jobOf, runJob }: typeof import('../../src/jobs/index.ts') = await import('../../dist/js/jobs.js' as string)

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
})
afterAll(() => rm(folder, { recursive: true }))

const reading = { time: 't', target: 'y', frequency: 'd' }
async function read(name: string, text: string | Buffer, options: object = reading) {
  const path = join(folder, name)
  await writeFile(path, text)
  await using tables = await Tables.open()
  return await tables.readPanel({ path }, options as never)
}

const wide = (columns: number) =>
  `t,y,${Array.from({ length: columns }, (_, i) => `c${i}`).join()}\n` +
  Array.from({ length: 4 }, (_, row) => `2024-01-0${row + 1},1,${Array(columns).fill('2').join()}\n`).join('')
const longRow = (bytes: number, end: string) => `t,y\n2024-01-01,1\n2024-01-02,2\n2024-01-03,${'1'.repeat(bytes)}${end}`

describe('a table is refused', () => {
  it.for<[string, string, () => string | Buffer, RegExp]>([
    ['with 100,000 columns', 'a.csv', () => wide(100_000), /at most 20,000 columns, got 100,002/],
    ['with 1,000,000 columns', 'b.csv', () => wide(1_000_000), /at most 2,000,000 bytes/],
    ['whose first line has 100 MB', 'c.csv', () => `t,${'y'.repeat(100e6)}\n2024-01-01,1\n`, /at most 2,000,000 bytes/],
    ['with a line of 100 MB', 'd.csv', () => longRow(100e6, '\n2024-01-04,5\n'), /longer than 2,000,000 bytes/],
    ['whose last line has 40 MB and no end', 'e.csv', () => longRow(40e6, ''), /at most 2,000,000 bytes/],
    ['whose quote does not close', 'f.csv', () => `t,y\n2024-01-01,"${'a\n'.repeat(20e6)}`, /quote/],
    ['whose last line has 40 MB and an end', 'o.csv', () => longRow(40e6, '\r\n'), /2,000,000 bytes/],
    ['that unpacks to a last line of 40 MB', 'h.csv.gz', () => gzipSync(longRow(40e6, '')), /at most 2,000,000 bytes/],
    ['that unpacks to a line of 40 MB', 'g.csv.gz', () => gzipSync(longRow(40e6, '\n')), /at most 2,000,000 bytes/],
    [
      'with a name of a column of a megabyte',
      'i.csv',
      () => `t,${'y'.repeat(1e6)}\n2024-01-01,1\n`,
      /Expected a column/,
    ],
    ['with NUL bytes in its header', 'j.csv', () => 't,y\0\n2024-01-01,1\n', /no text/],
    ['that is not UTF-8', 'k.csv', () => Buffer.from('t,y\n2024-01-01,1\n2024-01-02,2\xff\xfe\n', 'latin1'), /UTF-8/i],
    ['that is no Parquet', 'l.parquet', () => `PAR1${'\0'.repeat(100)}PAR1`, /Expected to read/],
    ['that ends in the middle of Parquet', 'm.parquet', () => 'PAR1', /Expected to read/],
    ['whose two rows are 124 years apart', 'n.csv', () => 't,y\n1900-01-01,1\n2024-01-01,2\n', /65217601 steps/],
  ])('%s', async ([, name, text, message]) => {
    const options = name === 'n.csv' ? { ...reading, frequency: '1min' } : reading
    const error = await read(name, text(), options).catch((error: unknown) => error)
    expect(error).toMatchObject({ name: 'GatecastError' })
    expect((error as Error).message).toMatch(message)
    expect((error as Error).message.length).toBeLessThan(3000)
  })
})

describe('a table is read as it is', () => {
  it('with SQL in the names of columns and series', async () => {
    const id = "a'; DROP TABLE x; --"
    const text = `"id""; DROP TABLE x; --",t,"y') --"\n"${id}",2024-01-01,1\n"${id}",2024-01-02,2\n`
    const panel = await read('sql.csv', text, { ...reading, series: 'id"; DROP TABLE x; --', target: "y') --" })
    expect(panel.ids).toEqual([id])
    expect([...panel.target.values]).toEqual([1, 2])
  })

  it('with a header of more than 64 kB', async () => {
    const panel = await read('header.csv', wide(12_000))
    expect([...panel.target.values]).toEqual([1, 1, 1, 1])
  })
})

it('tables that are closed under running calls wait for them: the process does not crash', async () => {
  const path = join(folder, 'closed.csv')
  await writeFile(path, wide(2000))
  for (let round = 0; round < 5; round++) {
    const tables = await Tables.open()
    const reads = [tables.readPanel({ path }, reading as never), tables.columns({ path })]
    await tables.close()
    const [panel] = await Promise.all(reads)
    expect(panel).toMatchObject({ seriesCount: 1 })
    await expect(tables.columns({ path })).rejects.toMatchObject({ code: 'ERR_DISPOSED' })
  }
})

describe('an output folder', () => {
  const rows = Array.from({ length: 30 }, (_, i) => `2024-01-${String(i + 1).padStart(2, '0')}`)

  it.for(['forecast', 'manifests'])('whose %s/ is a link is refused', async (name) => {
    const [out, elsewhere] = [join(folder, `out ${name}`), join(folder, `elsewhere ${name}`)]
    await mkdir(out)
    await mkdir(elsewhere)
    await symlink(elsewhere, join(out, name))
    const source = join(folder, 'sales.csv')
    await writeFile(source, `id,t,y\n${rows.map((day, i) => `a,${day},${i}`).join('\n')}\n`)
    const job = jobOf({ source, out, horizon: 2, model: 'naive', workers: 1 })
    await expect(runJob(job)).rejects.toMatchObject({ code: 'ERR_JOB', message: expect.stringContaining('got a link') })
  })

  it('gets no file named by the id of a series', async () => {
    const source = join(folder, 'ids.csv')
    const ids = ['../../escaped', '/tmp/gatecast escaped', '..', 'CON']
    await writeFile(source, `id,t,y\n${ids.flatMap((id) => rows.map((day, i) => `${id},${day},${i}`)).join('\n')}\n`)
    const out = join(folder, 'forecast.csv')
    await runJob(jobOf({ source, out, horizon: 2, model: 'naive', workers: 1, columns: { series: 'id' } } as never))
    await using tables = await Tables.open()
    const { ids: found } = await tables.survey({ path: out }, { ...reading, series: 'id', target: 'mean' } as never)
    expect([...found].sort()).toEqual([...ids].sort())
  })
})

describe('a registry', () => {
  const about = { metrics: {}, data: 'none' }

  it.for(['x'.repeat(300), '../x', 'a/b', 'a\0b', '..', '.git', '', '-x'])(
    'refuses the model name %j',
    async (name) => {
      await expect(registerModel(join(folder, 'models'), name, naive({ horizon: 1 }), about)).rejects.toMatchObject({
        code: 'ERR_RANGE',
      })
    },
  )

  it('with lost+found, .git and files beside its models lists its models', async () => {
    const registry = join(folder, 'registry')
    await registerModel(registry, 'sales', naive({ horizon: 1 }), about)
    await mkdir(join(registry, 'lost+found'))
    await mkdir(join(registry, '.git'))
    await mkdir(join(registry, 'y'.repeat(220)))
    await writeFile(join(registry, 'README.md'), '# Models')
    expect((await listModels(registry)).map(({ name }) => name)).toEqual(['sales'])
  })
})
