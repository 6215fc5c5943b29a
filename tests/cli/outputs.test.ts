import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { salesCsv, useSandbox } from './command.ts'

const sandbox = useSandbox()
const gatecast = (...args: Parameters<typeof sandbox.gatecast>) => sandbox.gatecast(...args)
const at = (name: string) => join(sandbox.path, name)
const text = (name: string) => readFileSync(at(name), 'utf8')
const quick = '--horizon 7 --model theta'
const forecast = (out: string, more = '') => gatecast(`forecast sales.csv ${quick} --out ${out} ${more}`)
const source = salesCsv()

beforeAll(async () => {
  expect((await forecast('f.csv')).code).toBe(0)
}, 60_000)

describe('gatecast forecast --out', { timeout: 180_000 }, () => {
  it('writes the format of the ending, with the same numbers in each', async () => {
    expect((await forecast('f.csv.gz')).code).toBe(0)
    expect((await forecast('f.json')).code).toBe(0)
    expect((await forecast('f.jsonl')).code).toBe(0)
    expect(gunzipSync(readFileSync(at('f.csv.gz'))).toString()).toBe(text('f.csv'))
    const rows = JSON.parse(text('f.json'))
    expect(rows).toEqual(
      text('f.jsonl')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    )
    const asCsv = rows.map((row: object) => Object.values(row).join(','))
    expect([Object.keys(rows[0]).join(','), ...asCsv, ''].join('\n')).toBe(text('f.csv'))
  })

  it('writes a folder for a name with a slash at its end, also with a point in it', async () => {
    expect((await forecast('v1.2/', '--out-format json')).code).toBe(0)
    expect(JSON.parse(text('v1.2/forecast/part-00000.json'))).toHaveLength(21)
    expect((await forecast('v1.2')).code).toBe(0)
  })

  it.each(['./spelled.csv', 'f.csv.job/../spelled2.csv', './/spelled3.csv'])(
    'takes every spelling of a path, also for the second run: %s',
    async (out) => {
      for (const expected of [/^3 series, 21 forecasts/m, /^3 series, 21 forecasts, all made before/m]) {
        const { code, stdout, stderr } = await forecast(out)
        expect({ code, stderr }).toMatchObject({ code: 0 })
        expect(stdout).toMatch(expected)
      }
      expect(text(out)).toBe(text('f.csv'))
    },
  )

  it.each(['f.tsv', 'f.xlsx', 'f.txt'])('refuses another ending with the list: %s', async (out) => {
    const { code, stderr } = await forecast(out)
    expect(stderr).toContain('.csv, .csv.gz, .parquet, .pq, .json, .jsonl or .ndjson, a folder')
    expect(code).toBe(2)
    expect(existsSync(at(out))).toBe(false)
  })

  it('- writes the table and nothing else to the standard output', async () => {
    const { code, stdout, stderr } = await forecast('-')
    expect(stdout).toBe(text('f.csv'))
    expect(stderr).toContain('→ standard output')
    expect(code).toBe(0)
    const json = await forecast('-', '--out-format json --json')
    expect(JSON.parse(json.stdout)).toEqual(JSON.parse(text('f.json')))
    expect((await forecast('-', '--out-format parquet')).code).toBe(2)
    expect((await gatecast(`backtest sales.csv ${quick} --out -`)).stdout).toMatch(
      /^origin,store,date[^\0]*\d,[\d.]+\n$/,
    )
    expect((await gatecast('generate - --number 1 --rows 3')).stdout.split('\n')).toHaveLength(5)
  })

  it('refuses the source, and leaves it as it is', async () => {
    for (const args of [
      `forecast sales.csv ${quick} --out ./sales.csv`,
      `forecast sales.csv ${quick} --out x.csv --report sales.csv`,
      `forecast *.csv ${quick} --out x.csv`,
      `backtest sales.csv ${quick} --out sales.csv`,
      `train sales.csv ${quick} --out sales.csv`,
      `generate sales.csv`,
    ]) {
      const { code, stderr } = await gatecast(args)
      expect(stderr).toMatch(/sales\.csv|\*\.csv/)
      expect(code).toBe(2)
    }
    expect(text('sales.csv')).toBe(source)
    expect(existsSync(at('x.csv'))).toBe(false)
  })

  it('. keeps all other files, and is refused where a name is taken', async () => {
    mkdirSync(at('own/source'), { recursive: true })
    writeFileSync(at('own/source/notes.txt'), 'notes')
    writeFileSync(at('own/job.json'), '{ "source": "../sales.csv" }')
    const inOwn = `forecast sales.csv ${quick} --out own`
    const refused = await gatecast(inOwn)
    expect(refused.stderr).toContain('got "own/job.json", which no run has made')
    expect(refused.code).toBe(2)
    writeFileSync(at('own/nightly.json'), text('own/job.json'))
    rmSync(at('own/job.json'))
    expect((await gatecast(inOwn)).code).toBe(0)
    expect((await gatecast(`${inOwn} --horizon 3`)).code).toBe(0)
    expect([text('own/source/notes.txt'), text('own/nightly.json')]).toEqual(['notes', '{ "source": "../sales.csv" }'])
  })

  it('makes its own output again with other data, another horizon, and after versions without a mark', async () => {
    expect((await forecast('again.csv')).code).toBe(0)
    writeFileSync(at('more.csv'), salesCsv(80))
    expect((await gatecast(`forecast more.csv ${quick} --out again.csv`)).code).toBe(0)
    rmSync(at('again.csv.job/_gatecast.json'))
    expect((await forecast('again.csv', '--horizon 3')).code).toBe(0)
    expect(text('again.csv').split('\n')).toHaveLength(11)
    rmSync(at('again.csv.job/_gatecast.json'))
    writeFileSync(at('again.csv'), 'by hand')
    expect((await forecast('again.csv')).code).toBe(2)
    expect(text('again.csv')).toBe('by hand')
  })
})

describe('gatecast status', { timeout: 60_000 }, () => {
  it('knows an output by its file, and by the folder of its state', async () => {
    for (const name of ['f.csv', 'f.csv.job', './f.csv.job/']) {
      const { code, stdout } = await gatecast(`status ${name}`)
      expect(stdout).toMatch(/^finished in .*: 3 series, 21 rows/)
      expect(code).toBe(0)
    }
    expect((await gatecast('status nothing')).code).toBe(3)
  })

  it('says that a finished output is not complete if a file is missing or has changed', async () => {
    expect((await forecast('whole.csv')).code).toBe(0)
    expect((await forecast('whole/')).code).toBe(0)
    const made = text('whole.csv')
    for (const damage of [
      () => writeFileSync(at('whole.csv'), `${made}a line of the user\n`),
      () => rmSync(at('whole.csv')),
    ]) {
      damage()
      const { code, stdout } = await gatecast('status whole.csv')
      expect(stdout).toMatch(/^finished, but "whole\.csv" is missing or changed since: .*: 3 series, 21 rows/)
      expect(code).toBe(3)
    }
    expect((await forecast('whole.csv')).code).toBe(0)
    expect((await gatecast('status whole.csv')).code).toBe(0)
    rmSync(at('whole/forecast/part-00000.parquet'))
    expect(JSON.parse((await gatecast('status whole --json')).stdout)).toMatchObject({
      state: 'damaged',
      damaged: ['whole/forecast/part-00000.parquet'],
    })
  })
})

describe('a table of errors that is missing', { timeout: 60_000 }, () => {
  it('is damage of the output, and the same command makes it again', async () => {
    const shops = text('sales.csv').trimEnd()
    writeFileSync(at('failing.csv'), `${shops}\nnew,2024-01-01,5\n`)
    const run = () => gatecast('forecast failing.csv --horizon 7 --model theta --frequency d --out failing-f.csv')
    expect((await run()).code).toBe(4)
    const errors = text('failing-f.errors.csv')
    rmSync(at('failing-f.errors.csv'))
    expect((await gatecast('status failing-f.csv')).code).toBe(3)
    expect((await run()).code).toBe(4)
    expect(text('failing-f.errors.csv')).toBe(errors)
    expect((await gatecast('status failing-f.csv')).code).toBe(0)
  })
})

describe('gatecast report', { timeout: 60_000 }, () => {
  it('never replaces a page that gatecast has not written', async () => {
    writeFileSync(at('mine.html'), '<p>mine')
    const { code, stderr } = await gatecast('report f.csv --out mine.html')
    expect(stderr).toContain('"mine.html", which no run has made')
    expect(code).toBe(2)
    for (let i = 0; i < 2; i++) expect((await gatecast('report f.csv.job --out page.html')).code).toBe(0)
    mkdirSync(at('photos'))
    expect((await gatecast('report photos')).stderr).toContain('"photos", got a folder that no job has written to')
  })
})
