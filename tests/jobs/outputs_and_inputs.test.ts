import { linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { generateTable } from '../../src/files/index.ts'
import {
  backtestFiles,
  type JobInput,
  jobOf,
  reportFiles,
  runJob,
  trainFiles,
  tuneFiles,
} from '../../src/jobs/index.ts'
import { filesOf, useFolder } from './scripts.ts'

const folder = useFolder()
const at = (name: string) => `${folder.path}/${name}`
const rows = Array.from(
  { length: 40 },
  (_, t) => `a,${new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10)},${t % 7}`,
)
const table = ['store,date,sales', ...rows, ''].join('\n')

beforeAll(() => {
  for (const name of ['data', 'data/deep', 'other']) mkdirSync(at(name))
  for (const name of ['sales.csv', 'data/a.csv', 'data/b.csv', 'future.csv', "it's ünusual [1].csv"])
    writeFileSync(at(name), table)
  linkSync(at('sales.csv'), at('hard.csv'))
  symlinkSync(at('sales.csv'), at('soft.csv'))
  symlinkSync(at('data'), at('link'))
  writeFileSync(at('data/page.html'), 'a page of the user')
  writeFileSync(at('data/weights.safetensors'), 'weights of the user')
})

const job = (changes: JobInput) =>
  jobOf({ source: at('sales.csv'), horizon: 7, model: { kind: 'theta' }, ...changes } as JobInput)
const failure = (promise: Promise<unknown>): Promise<{ code?: string; message?: string }> =>
  promise.then(
    () => ({}),
    ({ code, message }) => ({ code, message }),
  )

/** The path of an output, and what the job reads. */
const inputs: [string, string, JobInput][] = [
  ['the source', 'sales.csv', {}],
  ['the source in another spelling', './data/../sales.csv', {}],
  ['a hard link to the source', 'hard.csv', {}],
  ['a symbolic link to the source', 'soft.csv', {}],
  ['a file that the glob of the source names', 'data/a.csv', { source: 'data/*.csv' }],
  ['a new file that the glob would name', 'data/f.csv', { source: 'data/*.csv' }],
  ['a new file that a glob of all folders would name', 'data/deep/f.csv', { source: 'data/**/*.csv' }],
  ['a new file whose table of errors the glob would name', 'data/f.parquet', { source: 'data/*errors*.csv' }],
  ['a new file in the folder of the source', 'data/f.csv', { source: 'data' }],
  ['a new file in the folder of the source, by a link', 'link/f.csv', { source: 'data' }],
  ['the folder of the source', 'data', { source: 'data/' }],
  ['one of several sources', 'data/b.csv', { source: { path: ['data/a.csv', 'data/b.csv'] } }],
  ['a file in a query', 'sales.csv', { source: { query: "select * from 'PATH/sales.csv'" } }],
  ['a glob in a query', 'data/f.csv', { source: { query: "select * from read_csv('PATH/data/*.csv')" } }],
  ['the future table', 'future.csv', { future: 'future.csv', columns: { known: ['promo'] } }],
  ['a name with quotes, spaces and brackets', "it's ünusual [1].csv", { source: "it's ünusual [1].csv" }],
]

/** Paths of the case, in the folder of the test. */
const placed = (changes: JobInput): JobInput =>
  JSON.parse(
    JSON.stringify(changes, (key, value) => {
      if (key === 'query') return value.replaceAll('PATH', folder.path)
      if (['source', 'future', 'path'].includes(key) && typeof value === 'string') return at(value)
      return key === 'path' && Array.isArray(value) ? value.map(at) : value
    }),
  )

describe('an output that is an input', () => {
  it.each(inputs)('is refused before anything is read: %s', async (_, out, changes) => {
    const before = await filesOf(folder.path)
    const events: unknown[] = []
    const onEvent = (event: unknown) => void events.push(event)
    // A backtest writes one table, in a folder too, and no errors.
    const isOfRun = out === 'data' || out.endsWith('.parquet')
    for (const run of isOfRun ? [runJob] : [runJob, backtestFiles]) {
      const { code, message } = await failure(run(job({ ...placed(changes), out: at(out) }), { onEvent }))
      expect(code).toBe('ERR_JOB')
      expect(message).toMatch(/^--out: expected an output that/)
      expect(message).toContain(at(out))
    }
    expect(events).toEqual([])
    expect(await filesOf(folder.path)).toEqual(before)
  })

  it('is refused as report, as model and as leaderboard too', async () => {
    const before = await filesOf(folder.path)
    const messages = [
      await failure(runJob(job({ out: at('x.csv'), report: at('sales.csv') }))),
      await failure(backtestFiles(job({ report: at('sales.csv') }))),
      await failure(trainFiles(job({ train: { save: at('sales.csv') } }))),
      await failure(runJob(job({ out: at('x.csv'), train: { save: at('hard.csv') } }))),
      await failure(runJob(job({ out: at('x.csv'), report: at('x.csv') }))),
      await failure(runJob(job({ out: at('x.csv'), report: at('x.summary.json') }))),
    ]
    for (const { code } of messages) expect(code).toBe('ERR_JOB')
    expect(await filesOf(folder.path)).toEqual(before)
  })

  it('is not confused with a file beside it', async () => {
    await backtestFiles(job({ source: at('data/a.csv'), out: at('data/made.csv') }))
    await backtestFiles(job({ source: at('data/a.csv'), out: at('data/made.csv') }))
    expect(readFileSync(at('data/made.csv'), 'utf8')).toMatch(/^origin,series,date,step,actual,mean/)
  })
})

describe('a file that gatecast has not made', () => {
  const user = 'of the user'
  it.each([
    ['the output', 'mine.csv', (path: string) => backtestFiles(job({ out: path }))],
    ['the report', 'mine.html', (path: string) => backtestFiles(job({ report: path }))],
    ['the model', 'mine.safetensors', (path: string) => trainFiles(job({ train: { save: path } }))],
    ['the leaderboard', 'mine.json', (path: string) => tuneFiles(job({ out: path, model: { kind: 'gru' } }))],
  ])('is never replaced as %s', async (_, name, run) => {
    const path = at(`other/${name}`)
    writeFileSync(path, user)
    const { code, message } = await failure(run(path))
    expect(code).toBe('ERR_JOB')
    expect(message).toContain(`got "${path}", which no run has made or which changed since. Move or remove it, or use`)
    expect(readFileSync(path, 'utf8')).toBe(user)
    expect(readdirSync(at('other')).filter((one) => one.endsWith('.job'))).toEqual([])
  })

  it.each(['.parts', '.job', '.errors.csv', '.summary.json'])(
    'is never replaced beside the output: %s',
    async (end) => {
      const out = at(`other/side${end.replaceAll('.', '-')}.csv`)
      const path = /\.(csv|json)$/.test(end) ? out.replace(/\.csv$/, end) : `${out}${end}`
      if (/\.(csv|json)$/.test(end)) writeFileSync(path, user)
      else {
        mkdirSync(path)
        writeFileSync(join(path, 'notes.txt'), user)
      }
      const { code, message } = await failure(runJob(job({ out })))
      expect(code).toBe('ERR_JOB')
      expect(message).toContain(path)
      expect(Object.values(await filesOf(at('other')))).toContain(Buffer.from(user).toString('base64'))
    },
  )

  it.each([
    'job.json',
    'summary.json',
    'errors.csv',
    'model.safetensors',
    'backtest.json',
    'forecast/part-00000.parquet',
    'manifests/x',
  ])('is never replaced in a folder: %s', async (name) => {
    const out = at(`folder ${name.replace('/', ' ')}`)
    mkdirSync(join(out, name, '..'), { recursive: true })
    writeFileSync(join(out, name), user)
    const { code, message } = await failure(runJob(job({ out })))
    expect(code).toBe('ERR_JOB')
    expect(message).toContain(`${out}/${name.split('/')[0]}`)
    expect(await filesOf(out)).toEqual({ [name]: Buffer.from(user).toString('base64') })
  })

  it('is one that a run has made and the user has changed', async () => {
    const out = at('other/changed.csv')
    await backtestFiles(job({ out }))
    writeFileSync(out, `${readFileSync(out, 'utf8')}a note\n`)
    expect(await failure(backtestFiles(job({ out })))).toMatchObject({ code: 'ERR_JOB' })
    expect(readFileSync(out, 'utf8')).toMatch(/a note\n$/)
  })

  it('is replaced by a function whose purpose is to write that file', async () => {
    writeFileSync(at('other/exact.csv'), user)
    await generateTable(at('other/exact.csv'), { series: 1, rows: 5 })
    expect(readFileSync(at('other/exact.csv'), 'utf8')).toMatch(/^series,date,demand/)
  })
})

describe('files that a command made', () => {
  it('are replaced when the command runs again, also with other options', async () => {
    for (const horizon of [7, 5]) {
      const report = at('other/again.html')
      await backtestFiles(job({ out: at('other/again.csv'), report, horizon }))
      await trainFiles(job({ train: { save: at('other/again.safetensors') }, horizon }))
    }
    expect(readFileSync(at('other/again.csv'), 'utf8').split('\n')).toHaveLength(1 + 3 * 5 + 1)
  })

  it('leave no lock and no temporary file', () => {
    const names = readdirSync(folder.path, { recursive: true, encoding: 'utf8' })
    expect(names.filter((name) => /locks|\.tmp$|\.run$/.test(name))).toEqual([])
  })
})

describe('a path that names no output', () => {
  it.each(['f.tsv', 'f.xlsx', 'f.txt', 'f.csv.zip', 'f.v2', 's3://bucket/f.csv'])(
    'is refused before anything is read: %s',
    async (name) => {
      const out = name.includes(':') ? name : at(name)
      // The schema of a job refuses it, and so does a run whose job was not read by the schema.
      const draft = { ...job({ source: at('nowhere.csv') }), out }
      for (const run of [async () => job({ out }), () => runJob(draft), () => backtestFiles(draft)]) {
        const { code, message } = await failure(run())
        expect(code).toBe('ERR_JOB')
        if (!name.includes(':'))
          expect(message).toContain('.csv, .csv.gz, .parquet, .pq, .json, .jsonl or .ndjson, a folder')
      }
    },
  )

  it('is refused as report of nothing', async () => {
    const { code, message } = await failure(reportFiles(at('other')))
    expect(code).toBe('ERR_FILE')
    expect(message).toContain(`at "${at('other')}", got a folder that no job has written to`)
  })
})

describe('names that a shell may pass', () => {
  it.each(['a b.csv', 'ünï.csv', "o'clock.csv", '"quoted".csv', 'new\nline.csv', '50%.csv', '[1]*.csv'])(
    'are names of files: %j',
    async (name) => {
      mkdirSync(at(`names ${name.length}`), { recursive: true })
      const out = at(`names ${name.length}/${name}`)
      await backtestFiles(job({ out }))
      await backtestFiles(job({ out }))
      expect(readFileSync(out, 'utf8')).toMatch(/^origin,/)
    },
  )
})
