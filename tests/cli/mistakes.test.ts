// Messages of the command: they name the flag, the line of the job file or the table, and what to type.

import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { main, useSandbox } from './command.ts'

const sandbox = useSandbox()
const at = (name: string) => join(sandbox.path, name)
const write = (name: string, lines: readonly string[]) => writeFile(at(name), `${lines.join('\n')}\n`)
const day = (t: number) => new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10)
const each = (from: number, to: number, line: (t: number) => string) =>
  Array.from({ length: to - from }, (_, i) => line(from + i))

/** Runs the command, which has to fail, and returns its last line. */
async function refusal(args: string, code = 2): Promise<string> {
  const result = await sandbox.gatecast(args)
  expect(result.code, result.stderr).toBe(code)
  return result.stderr.trim().split('\n').at(-1) as string
}

beforeAll(async () => {
  await write('promo.csv', ['date,y,promo', ...each(0, 40, (t) => `${day(t)},${t % 7},${t % 3}`)])
  const plan = each(40, 44, (t) => `${day(t)},${t % 3}`)
  await write('other.csv', ['date,promotion', ...plan])
  await write('twice.csv', ['date,promo', ...plan, plan[3]])
  await write('plan.csv', ['date,promo', ...plan])
  const job = ['source: sales.csv', 'horizon: 7', 'model: theta', 'columns:', '  target: Sales', 'out: job.csv']
  await write('job.yaml', job)
  await write('out.yaml', [...job.slice(0, 4), '  target: sales', 'out: job.xlsx'])
  await write('plan.yaml', [
    'source: promo.csv',
    'horizon: 3',
    'model: gru',
    'columns: { target: y, known: promo }',
    'future: { path: plan.csv, delimiter: ";" }',
    'out: job.csv',
  ])
})

const quick = '--horizon 7 --model theta --out o.csv'

describe('a column that the source does not have', { timeout: 60_000 }, () => {
  it.each([
    [
      `forecast sales.csv ${quick} --target Sales`,
      '--target: expected a column of the source, one of store, date, sales',
    ],
    ['run job.yaml', 'job.yaml:5: columns.target: expected a column of the source'],
    ['forecast --job job.yaml --target Sale', '--target: expected a column of the source'],
    ['forecast --job job.yaml --target sales --time day', '--time: expected a column of the source'],
  ])('is named with the flag or the line: %s', async (args, message) => {
    expect(await refusal(args)).toContain(`ERR_JOB: ${message}`)
  })
})

describe('an output without a known ending', { timeout: 60_000 }, () => {
  it.each([
    [`forecast sales.csv --horizon 7 --out f.xlsx`, 'got --out: expected a file that ends in'],
    ['run out.yaml', 'got out.yaml:6: out: expected a file that ends in'],
  ])('is named once: %s', async (args, message) => {
    expect(await refusal(args)).toContain(message)
  })
})

describe('a fault in the future table', { timeout: 120_000 }, () => {
  const forecast =
    'forecast promo.csv --horizon 3 --model gru --epochs 1 --option hiddenSize=2 --known promo --out p.csv'

  it('names the table and its file', async () => {
    expect(await refusal(`${forecast} --future other.csv`, 3)).toContain(
      'Expected a column "promo" (known) in the future table (other.csv), got only date, promotion.',
    )
    expect(await refusal('run plan.yaml', 3)).toContain(
      '(time) in the future table (plan.csv), got only "date,promo". It is one column: name the delimiter',
    )
    expect(await refusal(`${forecast} --future twice.csv`, 3)).toContain('2024-02-13 in the future table (twice.csv).')
  })
})

describe('generate', { timeout: 60_000 }, () => {
  it.each([
    ['--number 0', '--number: expected a whole number from 1 on, got 0'],
    ['--frequency xx', '--frequency: expected a frequency, for example '],
    ['--gaps 2', '--gaps: expected a number from 0 to 0.5, got 2'],
  ])('names the flag of %s', async (flags, message) => {
    expect(await refusal(`generate made.csv ${flags}`)).toContain(`ERR_JOB: ${message}`)
  })
})

it('a backtest of too few rows names flags with which it is possible', { timeout: 60_000 }, async () => {
  const backtest = 'backtest sales.csv --model naive'
  expect(await refusal(`${backtest} --horizon 30`, 3)).toContain('Use --windows 2, or --step 19')
  expect((await sandbox.gatecast(`${backtest} --horizon 30 --step 19`)).code).toBe(0)
  expect(await refusal(`${backtest} --horizon 70 --windows 1`, 3)).toMatch(/1 window of .* Use --horizon 68 or less$/)
  expect((await sandbox.gatecast(`${backtest} --horizon 68 --windows 1`)).code).toBe(0)
})

describe('inspect', { timeout: 60_000 }, () => {
  it('prints the covariates that a model reads, and the horizon need not be repeated', async () => {
    const network = '--horizon 3 --model gru --epochs 1 --option hiddenSize=2'
    await sandbox.gatecast(`train promo.csv --target y --known promo ${network} --out m.safetensors`)
    expect((await sandbox.gatecast('inspect m.safetensors')).stdout).toMatch(/^known +promo$/m)
    const { code, stderr } = await sandbox.gatecast(
      'forecast promo.csv --model m.safetensors --future plan.csv --out q.csv',
    )
    expect(code, stderr).toBe(0)
    expect(stderr).toContain('horizon: 3, as the model was trained for it')
  })

  it('prints no bytes of a model that comes from a pipe', async () => {
    await sandbox.gatecast('train sales.csv --horizon 3 --model theta --out t.safetensors')
    const piped = promisify(execFile)('sh', ['-c', `"${process.execPath}" "${main}" inspect - < t.safetensors`], {
      cwd: sandbox.path,
    })
    await expect(piped).rejects.toMatchObject({
      stderr: expect.stringMatching(/of "-", got a model\. Give the path of its file, which ends in \.safetensors\n$/),
    })
  })
})

it('tune compares series without a change over a season by MAE', { timeout: 60_000 }, async () => {
  await write('steady.csv', ['date,y', ...each(0, 60, (t) => `${day(t)},${t % 7}`)])
  const { code, stdout } = await sandbox.gatecast(
    'tune steady.csv --horizon 3 --model gru --option hiddenSize=2 --trials 1 --tune-epochs 1',
  )
  expect(code).toBe(0)
  expect(stdout).toMatch(/^MAE +epochs +options$/m)
})
