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
    expect(stdout).toMatch(/Columns.*--time <columns>.*Model:.*Forecast:.*Examples:.*Files:.*Exit codes:/s)
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
    expect(stderr).toMatch(
      /^reading sales\.csv\ntime: date \(--time\)\nseries: store \(--series\)\ntarget: sales \(--target\)\n/,
    )
    expect(stderr).toMatch(/^frequency: d$/m)
    expect(stderr).toMatch(/^model: .+, the best in a backtest of \d+ windows of 3 series \(MASE: /m)
    expect(stdout).toMatch(/^3 series, 21 forecasts in .* s → first\.csv\nreport: first\.html\n$/)
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
    expect(again.stdout).toBe('3 series, 21 forecasts, all made before → twice.csv\n')
    const forced = await gatecast(`${command} --force`)
    expect(forced.stdout).toMatch(/21 forecasts in /)
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
    expect(events).toContainEqual({ type: 'note', text: 'time: date (--time)' })
    expect(events).toContainEqual({ type: 'stage', stage: 'forecast', subject: '3 series' })
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
    const { code, stdout, stderr } = await gatecast(
      `forecast bad.csv --series store ${quick} --out bad-out.csv --report bad.html`,
    )
    expect(stdout).toMatch(/^3 series, 21 forecasts in .* → bad-out\.csv/)
    expect(stdout).toContain(
      'the model could not forecast 2 of 5 series, of which 0 got a seasonal naive forecast instead',
    )
    expect(stderr).toMatch(/^series twice: /m)
    expect(code).toBe(4)
    expect(await readFile(at('bad-out.errors.csv'), 'utf8')).toMatch(/^series,reason,fallback\ntiny,/)
    expect(await readFile(at('bad.html'), 'utf8')).toContain('The model could not forecast 2 series')
    const strict = await gatecast(`forecast bad.csv --series store ${quick} --out strict.csv --strict`)
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
    expect(stdout).toMatch(/^3 series, 9 forecasts in .* → job3\n/)
    const by = await gatecast('forecast --job job.json --model job3/model.safetensors --horizon 3 --out by.parquet')
    expect(by.stdout).toMatch(/^3 series, 9 forecasts in .* → by\.parquet\n/)
  })
})
