import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { salesCsv, useSandbox } from './command.ts'

const sandbox = useSandbox()
const gatecast = (...args: Parameters<typeof sandbox.gatecast>) => sandbox.gatecast(...args)
const at = (name: string) => join(sandbox.path, name)
const quick = '--horizon 7 --model theta'

describe('other verbs', { timeout: 120_000 }, () => {
  it('backtest prints scores and writes the actual value beside each forecast', async () => {
    const { code, stdout } = await gatecast(`backtest sales.csv ${quick} --windows 2 --out test.csv --report test.html`)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^theta: 3 series, 2 origins, 7 steps\n\n +theta +seasonal naive\nmae +[\d.]+ +[\d.]+\n/)
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

  it('train refuses two places for the model, and a place where no command would find it', async () => {
    const refused: [string, string][] = [
      ['--registry new --name q --out only.safetensors', 'got --out "only.safetensors" and --registry "new"'],
      ['--name q --out only.safetensors', 'got --out "only.safetensors" and --name "q"'],
      ['--name q', '--name: expected --registry'],
      ['--registry sales.csv --name q', '--registry: expected a folder of models, got "sales.csv"'],
      ...['-', 'mm', 'mm.csv', '.safetensors', 'mm.safetensors/'].map((out): [string, string] => [
        `--out ${out}`,
        `--out: expected a file for the model that ends in .safetensors, got "${out}"`,
      ]),
    ]
    const before = await readdir(sandbox.path)
    for (const [flags, message] of refused) {
      const { code, stderr } = await gatecast(`train sales.csv --horizon 7 --model theta ${flags}`)
      expect(stderr).toContain(message)
      expect(stderr).not.toContain('training')
      expect([2, 3]).toContain(code)
    }
    for (const verb of ['backtest', 'forecast --out x.csv'])
      expect((await gatecast(`${verb} sales.csv --horizon 7 --model theta --report -`)).stderr).toContain(
        '--report: expected a file for the page that ends in .html or .htm, got "-"',
      )
    expect(await readdir(sandbox.path)).toEqual(before)
  })

  it('train saves to the place of the job file if no flag names another', async () => {
    const train = { save: 'of job.safetensors' }
    await writeFile(at('train.json'), JSON.stringify({ source: 'sales.csv', horizon: 7, train }))
    const { code, stdout } = await gatecast('train --job train.json --model theta')
    expect(stdout).toMatch(/^of job\.safetensors: theta/)
    expect(code).toBe(0)
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
    expect(await readFile(at('page.html'), 'utf8')).toContain('<title>Forecast of sales, 7 days</title>')
  })
})
