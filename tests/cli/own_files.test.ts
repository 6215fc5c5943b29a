// A run owns the files that a run of the same verb has made and that have not changed since. No other file is replaced.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { salesCsv, useSandbox } from './command.ts'

const sandbox = useSandbox()
const gatecast = (...args: Parameters<typeof sandbox.gatecast>) => sandbox.gatecast(...args)
const at = (name: string) => join(sandbox.path, name)
const text = (name: string) => readFileSync(at(name), 'utf8')
const quick = 'sales.csv --horizon 7 --model theta'
const forecast = (out: string, more = '') => gatecast(`forecast ${quick} --out ${out} ${more}`)

const precious = 'of the user'
function write(name: string): void {
  mkdirSync(dirname(at(name)), { recursive: true })
  writeFileSync(at(name), precious)
}

/** Expects that a forecast is refused with the name of a file, and that the file stays. */
async function expectRefused(out: string, file: string, named = file, more = ''): Promise<void> {
  const { code, stderr } = await forecast(out, more)
  expect(stderr).toContain(`got "${named}"`)
  expect(stderr).toContain('which no run has made or which changed since. Move or remove')
  expect(code).toBe(2)
  expect(text(file)).toBe(precious)
}

describe('a file of the user', { timeout: 120_000 }, () => {
  it.each([
    ['generate', 'generate NAME/ --number 1 --rows 5', 'forecast/part-00000.parquet'],
    ['generate', 'generate NAME/ --number 1 --rows 5', 'forecast/part-00007.csv'],
    ['backtest', `backtest ${quick} --out NAME/`, 'manifests/part-00000.json'],
  ])('is not one of the forecast because %s has left a mark: %s', async (verb, command, file) => {
    const name = `${verb} ${file}`.replace(/\W/g, '-')
    write(`${name}/${file}`)
    expect((await gatecast(command.replace('NAME', name))).code).toBe(0)
    await expectRefused(`${name}/`, `${name}/${file}`)
  })

  it('is not one of the forecast because its folder has the name of a folder of parts', async () => {
    for (const [i, file] of ['forecast/part-00000.csv', 'manifests/part-00000.json', 'source/rows.csv'].entries()) {
      write(`parts${i}.csv.parts/${file}`)
      await expectRefused(`parts${i}.csv`, `parts${i}.csv.parts/${file}`, `parts${i}.csv.parts`)
    }
  })

  it('is not one of the forecast because it is in another output with the name of a folder of parts', async () => {
    expect((await forecast('other.csv.parts/')).code).toBe(0)
    const { code, stderr } = await forecast('other.csv')
    expect(stderr).toContain('got "other.csv.parts"')
    expect(code).toBe(2)
    expect(readdirSync(at('other.csv.parts/forecast'))).toEqual(['part-00000.parquet'])
  })

  it('stays where it is a part that a run has made and the user has changed, or a part of a strange number', async () => {
    const csv = '--out-format csv'
    expect((await forecast('changed/', csv)).code).toBe(0)
    write('changed/forecast/notes.txt')
    expect((await forecast('changed/', csv)).code).toBe(0)
    write('changed/forecast/part-00077.csv')
    await expectRefused('changed/', 'changed/forecast/part-00077.csv', 'changed/forecast/part-00077.csv', csv)
    rmSync(at('changed/forecast/part-00077.csv'))
    write('changed/forecast/part-00000.csv')
    await expectRefused('changed/', 'changed/forecast/part-00000.csv', 'changed/forecast/part-00000.csv', csv)
  })

  it('is a table that another verb has made', async () => {
    expect((await gatecast(`backtest ${quick} --out scores.csv`)).code).toBe(0)
    const scores = text('scores.csv')
    expect((await forecast('scores.csv')).code).toBe(2)
    expect((await gatecast('generate scores.csv --number 1 --rows 5')).code).toBe(2)
    expect(text('scores.csv')).toBe(scores)
    expect((await gatecast(`backtest ${quick} --horizon 5 --out scores.csv`)).code).toBe(0)
  })
})

describe('outputs of several verbs', { timeout: 120_000 }, () => {
  it('share a folder, and each verb makes its own again', async () => {
    for (const horizon of [7, 5]) {
      expect((await gatecast(`backtest ${quick} --out all/ --horizon ${horizon}`)).code).toBe(0)
      expect((await gatecast(`generate all/ --number 1 --rows ${horizon}`)).code).toBe(0)
      expect((await forecast('all/', `--horizon ${horizon}`)).code).toBe(0)
    }
    expect((await gatecast('status all')).stdout).toMatch(/^finished in .*: 3 series, 15 rows/)
  })

  it('have parts of one format: those of the last one are removed', async () => {
    expect((await forecast('formats/', '--out-format csv')).code).toBe(0)
    expect((await forecast('formats/')).code).toBe(0)
    expect(readdirSync(at('formats/forecast'))).toEqual(['part-00000.parquet'])
    expect((await forecast('formats/')).code).toBe(0)
  })
})

describe('outputs that differ only in their ending', { timeout: 120_000 }, () => {
  it('share no errors and no summary', async () => {
    writeFileSync(at('short.csv'), `${salesCsv()}lone,2024-01-01,3\n`)
    expect((await gatecast('forecast short.csv --horizon 7 --model theta --out f.csv')).code).toBe(4)
    expect((await forecast('f.parquet')).code).toBe(0)
    expect(text('f.errors.csv')).toContain('lone,')
    expect((await gatecast('status f.csv')).stdout).toContain('1 series that the model could not forecast')
    expect((await gatecast('status f.parquet')).stdout).toContain('0 series that the model could not forecast')
    expect((await gatecast('forecast short.csv --horizon 7 --model theta --out f.json')).code).toBe(4)
    expect(text('f.json.errors.csv')).toBe(text('f.errors.csv'))
  })

  it('are not made at the place of the errors of another output', async () => {
    const errors = text('f.errors.csv')
    expect((await forecast('f.errors.csv')).code).toBe(2)
    expect(text('f.errors.csv')).toBe(errors)
  })
})

describe('an output below a link that the source follows', { timeout: 120_000 }, () => {
  it('is refused by each of its names', async () => {
    for (const name of ['linked/deep', 'other']) mkdirSync(at(name), { recursive: true })
    writeFileSync(at('other/a.csv'), salesCsv())
    symlinkSync('../other', at('linked/sub'))
    for (const source of ['linked/*/*.csv', 'linked/sub/**/*.csv', 'linked', '*/sub/*.csv'])
      for (const out of ['linked/sub/f.csv', 'other/f.csv', 'other/../linked/sub/f.csv']) {
        const { code, stderr } = await gatecast(`forecast ${source} --horizon 7 --model theta --out ${out}`)
        expect(stderr).toContain('would read')
        expect(code).toBe(2)
      }
    expect((await gatecast('forecast linked/*/*.csv --horizon 7 --model theta --out linked/f.csv')).code).toBe(0)
  })
})

describe('a run that finds everything made', { timeout: 60_000 }, () => {
  it('leaves no folder of parts', async () => {
    for (let i = 0; i < 2; i++) expect((await forecast('g.csv')).code).toBe(0)
    expect(readdirSync(at('.')).filter((name) => name.startsWith('g.'))).toEqual([
      'g.csv',
      'g.csv.job',
      'g.summary.json',
    ])
    expect(existsSync(at('g.csv.job/_gatecast.json'))).toBe(true)
  })
})
