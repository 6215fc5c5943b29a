// The result must not depend on the machine: its time zone, its folder for temporary files, and how input arrives.
import { execFileSync, spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Tables } from '../../src/files/index.ts'
import { Inputs } from '../../src/files/input/inputs.ts'
import { isPipe } from '../../src/files/input/pipe.ts'
import { folderForTests, openTables } from './folder.ts'

const { path, write } = folderForTests()
const tables = await openTables()
const rows = 'id,time,y\na,2024-01-01,1\na,2024-01-02,2\n'
const roles = { series: 'id', time: 'time', target: 'y', frequency: 'd' } as const

describe('the time zone of a query', () => {
  const instants = ['2024-01-01 23:30:00+00', '2024-01-02 23:30:00+00']
  const query = `select i::timestamptz::date as time, '2024-06-01 22:00:00+00'::timestamptz as id, 1 as y from (values ('${instants.join("'), ('")}')) t(i)`
  it.each([
    ['UTC', '2024-01-01', '2024-06-01 22:00:00+00'],
    ['Asia/Tokyo', '2024-01-02', '2024-06-02 07:00:00+09'],
    ['America/New_York', '2024-01-01', '2024-06-01 18:00:00-04'],
    ['+02:00', '2024-01-02', '2024-06-02 00:00:00+02'],
  ])('is that of the reading, whatever the zone of the machine: %s', async (timeZone, first, id) => {
    for (const zone of ['America/New_York', 'Asia/Tehran']) {
      process.env.TZ = zone
      const panel = await tables.readPanel({ query }, { ...roles, timeZone })
      expect(panel.ids).toEqual([id])
      expect(
        new Intl.DateTimeFormat('en-CA', { timeZone: /^\+/.test(timeZone) ? 'Etc/GMT-2' : timeZone }).format(
          panel.starts[0],
        ),
      ).toBe(first)
    }
    delete process.env.TZ
  })

  it('cannot be an offset with minutes', async () => {
    await expect(tables.readPanel({ query }, { ...roles, timeZone: '+05:30' })).rejects.toMatchObject({
      code: 'ERR_RANGE',
    })
    expect((await tables.readPanel({ path: write('z.csv', rows) }, { ...roles, timeZone: '+05:30' })).rowCount).toBe(2)
  })
})

it('a folder for temporary files that does not exist is named', async () => {
  const before = process.env.TMPDIR
  process.env.TMPDIR = path('nowhere')
  await expect(Tables.open()).rejects.toMatchObject({ code: 'ERR_FILE', message: expect.stringContaining('TMPDIR') })
  process.env.TMPDIR = write('file', '')
  await expect(Tables.open()).rejects.toMatchObject({ code: 'ERR_FILE', message: expect.stringContaining('TMPDIR') })
  if (before === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = before
})

describe.skipIf(process.platform === 'win32')('a named pipe', () => {
  const pipe = (name: string) => {
    execFileSync('mkfifo', [path(name)])
    return path(name)
  }

  it('is read once, into a file that close removes, and may be read many times', async () => {
    process.env.TMPDIR = path('.')
    const own = await Tables.open()
    const source = { path: pipe('rows.csv') }
    spawn('sh', ['-c', `printf '${rows.replaceAll('\n', '\\n')}' > '${source.path}'`])
    for (const read of [1, 2]) expect((await own.readPanel(source, roles)).rowCount, `${read}`).toBe(2)
    expect((await own.profile(source)).map(({ numbers }) => numbers)).toEqual([0, 0, 2])
    await expect(own.readPanel(source, { ...roles, target: 'id', series: 'time', time: 'y' })).rejects.toThrow(
      'rows.csv',
    )
    await own.close()
    expect(readdirSync(path('.')).filter((name) => name.startsWith('gatecast-'))).toEqual([])
    delete process.env.TMPDIR
  })

  it('finds its format from the first bytes, without a name', async () => {
    const source = { path: pipe('rows') }
    spawn('sh', [
      '-c',
      `printf '[{"id":"a","time":"2024-01-01","y":1},{"id":"a","time":"2024-01-02","y":2}]' > '${source.path}'`,
    ])
    expect((await tables.readPanel(source, roles)).rowCount).toBe(2)
  })

  it('without a writer ends when the signal aborts', async () => {
    const controller = new AbortController()
    await using inputs = new Inputs(controller.signal)
    const own = await Tables.open({ inputs })
    const reading = own.readPanel({ path: pipe('silent.csv') }, roles)
    setTimeout(() => controller.abort(), 50)
    await expect(reading).rejects.toMatchObject({ code: 'ABORT_ERR' })
    await own.close()
  })

  it('cannot give the rows and the future rows', async () => {
    const source = { path: '-' }
    await expect(tables.readPanel(source, { ...roles, known: ['p'], future: { path: '/dev/stdin' } })).rejects.toThrow(
      'for both',
    )
    await expect(tables.readPanel({ path: ['-', '-'] }, roles)).rejects.toThrow('Expected a pipe once')
    expect(['-', '/dev/fd/7', '/dev/null', 'x.csv', '*.csv'].map(isPipe)).toEqual([true, true, true, false, false])
  })
})
