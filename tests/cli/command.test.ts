import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { main, salesCsv, useSandbox } from './command.ts'

const sandbox = useSandbox()
const gatecast = (...args: Parameters<typeof sandbox.gatecast>) => sandbox.gatecast(...args)
const at = (name: string) => join(sandbox.path, name)
const quick = '--horizon 7 --model theta'

describe('gatecast', { timeout: 120_000 }, () => {
  it('runs as a file, and prints its version', async () => {
    expect((await stat(main)).mode & 0o111).toBe(0o111)
    expect(await readFile(main, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/)
    const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'))
    expect(await gatecast('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  })

  it('prints help with verbs, flags by group, examples, exit codes and files', async () => {
    const all = await gatecast('--help')
    expect(all.code).toBe(0)
    for (const verb of ['forecast', 'train', 'backtest', 'tune', 'inspect', 'report', 'run', 'promote', 'generate'])
      expect(all.stdout).toMatch(new RegExp(`^  ${verb} `, 'm'))
    const { stdout } = await gatecast('forecast --help')
    expect(stdout).toMatch(/Columns.*--time <column>.*Model:.*Forecast:.*Examples:.*Files:.*Exit codes:/s)
    expect(await gatecast('help forecast')).toEqual({ code: 0, stdout, stderr: '' })
  })

  it.each([
    ['nonsense', "error: unknown command 'nonsense'"],
    ['forecast sales.csv --horizn 7', 'Did you mean --horizon?'],
    [
      'forecast sales.csv --horizon 7d --quantiles 2 --out a.csv',
      '2 mistakes:\n  --horizon: expected a number, got "7d"\n  --quantiles:',
    ],
    ['forecast sales.csv --horizon 7', 'Expected an output, a file or a folder'],
    ['forecast sales.csv --out a.csv', 'Expected a horizon'],
    ['forecast --horizon 7 --out a.csv', 'Expected a source'],
    ['forecast sales.csv --horizon 7 --out a.csv --model gruu', 'Did you mean "gru"?'],
    ['forecast sales.csv --horizon 7 --out a.csv --model gru --option hiddenSise=3', 'got "hiddenSise"'],
    ['forecast sales.csv --horizon 7 --out a.csv --time dat', 'Did you mean "date"?'],
    ['forecast sales.csv --horizon 7 --out a.csv --shard 3/3', '--shard: expected i/n'],
    ['train sales.csv --horizon 7 --model theta --registry models', 'expected a name of letters, digits'],
    ['promote models sales 1 --max-worse much', '--max-worse: expected a share, for example 1% or 0.01, got "much"'],
  ])('ends with 2 for wrong usage: %s', async (args, message) => {
    const { code, stdout, stderr } = await gatecast(args)
    expect(stderr).toContain(message)
    expect(stderr).not.toMatch(/^ {4}at /m)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it('ends with 2 for a job file with mistakes, each with its line', async () => {
    await writeFile(at('wrong.yaml'), 'source: sales.csv\nhorizon: 0\ncolumn:\n  time: date\n')
    const { code, stderr } = await gatecast('run wrong.yaml')
    expect(code).toBe(2)
    expect(stderr).toContain('wrong.yaml:2: horizon: expected a number of at least 1, got 0')
    expect(stderr).toContain('wrong.yaml:3: column: unknown key. Did you mean "columns"?')
  })

  it.each([
    ['a source that does not exist', `forecast nothing.csv ${quick} --out a.csv`, /^ERR_FILE: .*nothing\.csv/m],
    [
      'a model that does not exist',
      'forecast sales.csv --horizon 7 --out a.csv --model ./no.safetensors',
      /^ERR_FILE: .*no\.safetensors/m,
    ],
    [
      'a registry without the model',
      'forecast sales.csv --horizon 7 --out a.csv --model models/sales@production',
      /^ERR_FILE: /m,
    ],
    ['a report of nothing', 'report nothing', /^ERR_FILE: Expected the output of a finished job at "nothing"/m],
  ])('ends with 3 for %s', async (_, args, message) => {
    const { code, stderr } = await gatecast(args)
    expect(stderr).toMatch(message)
    expect(code).toBe(3)
  })
})

describe('gatecast forecast', { timeout: 120_000 }, () => {
  it('needs only a file, a horizon and an output, and prints what it chose', async () => {
    const { code, stdout, stderr } = await gatecast(
      'forecast sales.csv --horizon 7 --out first.csv --report first.html',
    )
    expect(stderr).toMatch(/time column: date\nseries column: store\ntarget column: sales\n/)
    expect(stderr).toMatch(/^frequency: d$/m)
    expect(stderr).toMatch(/^model: \w+, the best in a backtest of 3 series \(MASE: /m)
    expect(stdout).toMatch(/^first\.csv: 3 series, 21 rows in .*\nreport: first\.html\n$/)
    expect(code).toBe(0)
    const lines = (await readFile(at('first.csv'), 'utf8')).trim().split('\n')
    expect(lines[0]).toBe('store,date,mean,q0.1,q0.5,q0.9,fallback')
    expect(lines).toHaveLength(22)
    expect(lines[1]).toMatch(/^harbour,2024-03-11,/)
    expect(await readFile(at('first.html'), 'utf8')).toContain('<h2 id="run-title">Run</h2>')
  })

  it('makes nothing twice without --force', async () => {
    const command = `forecast sales.csv ${quick} --out twice.csv`
    await gatecast(command)
    const bytes = await readFile(at('twice.csv'))
    const again = await gatecast(command)
    expect(again.stderr).toContain('trained on the same data before')
    expect(again.stdout).toBe('twice.csv: 3 series, 21 rows, all made before\n')
    const forced = await gatecast(`${command} --force`)
    expect(forced.stdout).toMatch(/21 rows in /)
    expect(await readFile(at('twice.csv'))).toEqual(bytes)
  })

  it('prints one JSON document to stdout and events as lines to stderr with --json', async () => {
    const { code, stdout, stderr } = await gatecast(`forecast sales.csv ${quick} --out json.csv --json`)
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ out: 'json.csv', summary: { series: 3, rows: 21, failed: 0 } })
    const events = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(events).toContainEqual({ type: 'note', text: 'time column: date' })
    expect(events).toContainEqual({ type: 'stage', stage: 'forecast' })
    const failure = await gatecast('forecast sales.csv --horizon 0 --out json.csv --json')
    expect(JSON.parse(failure.stderr)).toMatchObject({
      type: 'error',
      code: 'ERR_JOB',
      message: expect.stringContaining('--horizon'),
    })
  })

  it('prints nothing to stderr with --quiet', async () => {
    expect((await gatecast(`forecast sales.csv ${quick} --out quiet.csv --quiet`)).stderr).toBe('')
  })

  it('prints colours only if they are wanted', async () => {
    const colour = '\u001b['
    const command = `forecast sales.csv ${quick} --out colours.csv`
    expect((await gatecast(command)).stderr).not.toContain(colour)
    expect((await gatecast(command, { FORCE_COLOR: '1' })).stderr).toContain(colour)
    expect((await gatecast(command, { FORCE_COLOR: '1', NO_COLOR: '1' })).stderr).not.toContain(colour)
  })

  it('ends with 4 if a series has a fallback forecast, and with 5 if it is strict', async () => {
    const bad = ['tiny,2024-01-01,3', 'twice,2024-01-01,3', 'twice,2024-01-01,4', '']
    await writeFile(at('bad.csv'), `${salesCsv()}${bad.join('\n')}`)
    const { code, stdout, stderr } = await gatecast(`forecast bad.csv ${quick} --out bad-out.csv --report bad.html`)
    expect(stdout).toContain('the model could not forecast 2 series, of which 0 got a seasonal naive forecast instead')
    expect(stderr).toMatch(/^series twice: /m)
    expect(code).toBe(4)
    expect(await readFile(at('bad-out.errors.csv'), 'utf8')).toMatch(/^series,reason,fallback\ntiny,/)
    expect(await readFile(at('bad.html'), 'utf8')).toContain('The model could not forecast 2 series')
    const strict = await gatecast(`forecast bad.csv ${quick} --out strict.csv --strict`)
    expect(strict.code).toBe(5)
    expect(strict.stderr).toMatch(/^ERR_DATA: /m)
  })

  it('ends with 130 when it is interrupted', async () => {
    await writeFile(at('long.csv'), salesCsv(2000))
    const child = sandbox.start('forecast long.csv --horizon 28 --model gru --epochs 500 --out long-out.csv')
    child.stderr?.on('data', (text) => {
      if (`${text}`.includes('how wide intervals')) child.kill('SIGINT')
    })
    const code = await new Promise((resolve) => child.on('exit', (code) => resolve(code)))
    expect(code).toBe(130)
  })

  it('runs a job file, and lets flags replace its keys', async () => {
    const job = {
      source: 'sales.csv',
      columns: { series: 'store', time: 'date', target: 'sales' },
      horizon: 7,
      model: { kind: 'gru', hiddenSize: 8 },
      train: { epochs: 1 },
      out: 'job',
    }
    await writeFile(at('job.json'), JSON.stringify(job))
    const { code, stdout } = await gatecast('run job.json --horizon 3 --out job3')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^job3: 3 series, 9 rows/)
    const by = await gatecast('forecast --job job.json --model job3/model.safetensors --horizon 3 --out by.parquet')
    expect(by.stdout).toMatch(/^by\.parquet: 3 series, 9 rows/)
  })
})

describe('other verbs', { timeout: 120_000 }, () => {
  it('backtest prints scores and writes the actual value beside each forecast', async () => {
    const { code, stdout } = await gatecast(`backtest sales.csv ${quick} --windows 2 --out test.csv --report test.html`)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^theta: 3 series, 2 origins, 7 steps\n\nmae +[\d.]+/)
    const lines = (await readFile(at('test.csv'), 'utf8')).trim().split('\n')
    expect(lines[0]).toBe('origin,store,date,step,actual,mean,q0.1,q0.5,q0.9')
    expect(lines).toHaveLength(1 + 2 * 3 * 7)
    expect(lines[1]).toMatch(/^2024-02-25,harbour,2024-02-26,1,/)
    expect(await readFile(at('test.html'), 'utf8')).toContain('Backtest')
  })

  it('train, inspect and promote work on a registry', async () => {
    const train = (model: string) =>
      gatecast(`train sales.csv --horizon 7 --model ${model} --registry models --name sales`)
    expect((await train('theta')).stdout).toMatch(/^models\/sales@1: theta, .*\nbacktest: MASE [\d.]+/)
    expect((await gatecast('promote models sales 1')).code).toBe(0)
    expect((await train('mean')).stdout).toMatch(/^models\/sales@2: mean/)
    const kept = await gatecast('promote models sales latest --max-worse 1%')
    expect(kept.stdout).toMatch(/^sales@latest stays: version 1 is in production \(mase /)
    expect(kept.code).toBe(3)
    const { stdout } = await gatecast('inspect models')
    expect(stdout).toMatch(/^sales@1 +production +theta/m)
    expect(stdout).toMatch(/^sales@2 +latest +mean/m)
    const forecast = await gatecast('forecast sales.csv --horizon 7 --model models/sales@production --out made.csv')
    expect(forecast.code).toBe(0)
  })

  it('train stays within --memory by reading in pieces', async () => {
    const { code, stderr } = await gatecast(
      'train sales.csv --horizon 7 --model gru --option hiddenSize=4 --epochs 1 --memory 10kB --out small.safetensors',
    )
    expect(code).toBe(0)
    expect(stderr).toMatch(/trained in \d pieces/)
    expect((await gatecast('inspect small.safetensors')).stdout).toMatch(/^kind +gru\nhorizon +7 steps\n/)
  })

  it('tune ranks options, and continues where it stopped', async () => {
    const command =
      'tune sales.csv --horizon 7 --model gru --option hiddenSize=4 --trials 2 --tune-epochs 2 --out board.json'
    const { stdout } = await gatecast(command)
    expect(stdout).toMatch(/^MASE +epochs +options\n[\d.]+ +2 +hiddenSize=4 /)
    const { leaderboard } = JSON.parse(await readFile(at('board.json'), 'utf8'))
    expect(leaderboard[0]).toMatchObject({ model: { kind: 'gru', hiddenSize: 4 }, train: { epochs: 2 } })
    expect((await gatecast(command)).stdout).toBe(stdout)
  })

  it('inspect prints what a data set contains, and what looks wrong', async () => {
    const rows = Array.from(
      { length: 60 },
      (_, t) => `flat,${new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10)},5`,
    )
    await writeFile(
      at('odd.csv'),
      `${salesCsv().replaceAll(/2024-02-1\d,\d+/g, (row) => `${row.slice(0, 11)}-999`)}${rows.join('\n')}\n`,
    )
    const { stdout } = await gatecast('inspect odd.csv')
    expect(stdout).toMatch(/^series +4$/m)
    expect(stdout).toMatch(/^times +2024-01-01 to 2024-03-10$/m)
    expect(stdout).toContain('! 1 of 4 series never change: flat')
    expect(stdout).toContain('use --missing -999')
    expect((await gatecast('inspect sales.csv --horizon 7')).stdout).toMatch(/^model +\w+ \(MASE: \w+ [\d.]+, /m)
    const { stdout: json } = await gatecast('inspect odd.csv --missing -999 --json')
    expect(JSON.parse(json).sample).toMatchObject({ missing: 30, negative: 0 })
  })

  it('generate writes an artificial data set', async () => {
    const { stdout } = await gatecast('generate made.parquet --number 20 --rows 30 --promotions 0')
    expect(stdout).toBe('made.parquet: 20 series, 600 rows\n')
    expect((await gatecast('inspect made.parquet')).stdout).toMatch(/^series +20$/m)
    expect((await gatecast('generate made.parquet --number many')).code).toBe(2)
  })

  it('status and report describe a finished job', async () => {
    await gatecast(`forecast sales.csv ${quick} --out reported`)
    expect((await gatecast('status reported')).stdout).toMatch(
      /^finished in .*: 3 series, 21 rows in 1 part, 0 series that the model could not forecast\n$/,
    )
    expect((await gatecast('status sales.csv')).code).toBe(3)
    expect((await gatecast('report reported --out page.html')).stdout).toBe('page.html\n')
    expect(await readFile(at('page.html'), 'utf8')).toContain('Throughput')
  })
})
