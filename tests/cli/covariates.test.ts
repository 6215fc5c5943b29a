import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { useSandbox } from './command.ts'

const sandbox = useSandbox()
const at = (name: string) => join(sandbox.path, name)
const day = (t: number) => new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10)
const write = (name: string, lines: readonly string[]) => writeFile(at(name), `${lines.join('\n')}\n`)
const each = (from: number, to: number, line: (id: string, t: number) => string) =>
  ['a', 'b'].flatMap((id) => Array.from({ length: to - from }, (_, i) => line(id, from + i)))

beforeAll(async () => {
  await write('history.csv', [
    'store,date,y,temp',
    ...each(0, 60, (id, t) => `${id},${day(t)},${10 + (t % 6)},${15 + (t % 5)}`),
  ])
  // Store b lacks the temperature of its fourth day.
  const plan = each(60, 67, (id, t) => `${id},${day(t)},${id === 'b' && t === 63 ? '' : 15 + (t % 5)}`)
  await write('future.csv', ['store,date,temp', ...plan])
  await write('short.csv', ['date,store,y', ...each(0, 6, (id, t) => `${day(t)},${id},${10 + t}`)])
})

const job = 'history.csv --series store --time date --target y --horizon 7'
const gru = '--model gru --option hiddenSize=4 --epochs 1'

describe('gatecast forecast', { timeout: 240_000 }, () => {
  it('starts all forecasts after the history, and names series, step and date of a missing covariate', async () => {
    const { code, stderr } = await sandbox.gatecast(
      `forecast ${job} --known temp --future future.csv ${gru} --out f.csv`,
    )
    expect(code).toBe(4)
    expect(stderr).toMatch(/series b: .*known covariate "temp".* got none for step 4 \(2024-03-04\)/)
    const lines = (await readFile(at('f.csv'), 'utf8')).trim().split('\n').slice(1)
    for (const id of ['a', 'b'])
      expect(lines.filter((line) => line.startsWith(id)).map((line) => line.split(',')[1])).toEqual(
        Array.from({ length: 7 }, (_, i) => day(60 + i)),
      )
  })

  it('ends with 2 before training if the values of a known covariate are missing', async () => {
    const { code, stderr } = await sandbox.gatecast(`forecast ${job} --known temp ${gru} --out g.csv`)
    expect(code).toBe(2)
    expect(stderr).toContain('--future plan.csv')
    expect(stderr).not.toContain('training')
  })

  it('says that a method does not use a covariate', async () => {
    const { code, stderr } = await sandbox.gatecast(`forecast ${job} --known temp --model drift --out h.csv`)
    expect(code).toBe(0)
    expect(stderr).toContain('covariates not used: temp. drift forecasts from the target alone')
  })

  it('takes the roles of covariates from the model', async () => {
    await sandbox.gatecast(`train ${job} --known temp ${gru} --out m.safetensors`)
    const { code, stderr } = await sandbox.gatecast(`forecast ${job} --model ./m.safetensors --out i.csv`)
    expect(code).toBe(2)
    expect(stderr).toContain('known covariates: temp, as the model was trained with them')
    expect((await sandbox.gatecast(`backtest ${job} --model ./m.safetensors --windows 1`)).code).toBe(0)
  })

  it('gives short series a simple forecast and says so, also with a report', async () => {
    const { code, stderr } = await sandbox.gatecast('forecast short.csv --horizon 14 --out s.csv --report s.html')
    expect(code).toBe(0)
    expect(stderr).toMatch(/^model: naive, a simple forecast, .* has 6 rows, and a test of 14 steps needs 16$/m)
    expect(stderr).toMatch(/^no scores: /m)
    expect((await readFile(at('s.csv'), 'utf8')).trim().split('\n')).toHaveLength(29)
    const backtest = await sandbox.gatecast('backtest short.csv --horizon 14')
    expect([backtest.code, backtest.stderr]).toEqual([3, expect.stringContaining('a series of 44 rows or more')])
  })
})

describe('gatecast forecast --holidays', { timeout: 240_000 }, () => {
  it('adds the holidays of a place, which the model keeps', async () => {
    const first = await sandbox.gatecast(`train ${job} --holidays DE-BY ${gru} --out holidays.safetensors`)
    expect([first.code, first.stderr]).toEqual([0, expect.not.stringContaining('not used: holiday')])
    const model = '--model ./holidays.safetensors'
    const [named, left] = [`${model} --holidays DE-BY --out named.csv`, `${model} --out left.csv`]
    for (const flags of [named, left]) expect((await sandbox.gatecast(`forecast ${job} ${flags}`)).code).toBe(0)
    expect(await readFile(at('left.csv'), 'utf8')).toBe(await readFile(at('named.csv'), 'utf8'))
  })

  it('says that a method does not use them', async () => {
    const { code, stderr } = await sandbox.gatecast(`forecast ${job} --holidays DE --model drift --out d.csv`)
    expect(code).toBe(0)
    expect(stderr).toContain('covariates not used: holiday. drift forecasts from the target alone')
  })

  it('refuses an unknown place with the nearest, and names the flag', async () => {
    const { code, stderr } = await sandbox.gatecast(`forecast ${job} --holidays DE-XX --out x.csv`)
    expect(code).toBe(2)
    expect(stderr).toMatch(/--holidays.*got "DE-XX"\. The nearest are "DE-/)
  })
})
