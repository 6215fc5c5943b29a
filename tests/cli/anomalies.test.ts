import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { normal } from '../forecast/data.ts'
import { salesCsv, useSandbox } from './command.ts'

const sandbox = useSandbox()
const { gatecast } = sandbox
const rows = 300

const day = (t: number) => new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10)

/** Sales with a weekly pattern and noise: a spike in the north, a new level in the south, and a closed store. */
function strangeCsv(): string {
  const sales = (store: string, s: number, t: number) => {
    if (store === 'closed') return 0
    const usual = 100 + 2 * [0, -4, -3, 0, 5, 14, 9][t % 7] + 3 * normal(t, s)
    return usual + (store === 'north' && t === 250 ? 60 : 0) + (store === 'south' && t >= 196 ? 40 : 0)
  }
  const lines = ['north', 'south', 'harbour', 'closed'].flatMap((store, s) =>
    Array.from({ length: rows }, (_, t) => `${store},${day(t)},${sales(store, s, t).toFixed(2)}`),
  )
  return ['store,date,sales', ...lines, ''].join('\n')
}

beforeAll(async () => {
  await writeFile(join(sandbox.path, 'strange.csv'), strangeCsv())
  await writeFile(join(sandbox.path, 'short.csv'), salesCsv(6, ['a', 'b']))
})

describe('gatecast anomalies', () => {
  it('finds columns, anomalies and changes of level, and writes a row for each row of the source', async () => {
    const { code, stdout, stderr } = await gatecast('anomalies strange.csv --out found.csv')
    expect(code).toBe(0)
    expect(stderr).toMatch(/series: store \(--series\)\ntarget: sales/)
    expect(stderr).toMatch(/left out: series closed\. .*got 0 in all/)
    expect(stdout).toMatch(/^smoothing: \d+ anomalies among 900 rows of 3 series/)
    expect(stdout).toMatch(/north +2024-09-07 +2024-09-07 +1 .*value/)
    expect(stdout).toMatch(/changes of level\nseries +time +before +after\nsouth +2024-07-15 /)
    const [header, ...lines] = (await readFile(join(sandbox.path, 'found.csv'), 'utf8')).trim().split('\n')
    expect(header).toBe('store,date,sales,expected,lower,upper,score,threshold,anomaly,check')
    expect(lines).toHaveLength(3 * rows)
    expect(lines.find((line) => line.startsWith('north,2024-09-07'))).toMatch(/,2,true,value$/)
    // A row that cannot be judged has no score, and is no anomaly.
    expect(lines.find((line) => line.startsWith('north,2024-01-01'))).toMatch(/,,,,,2,false,$/)
    expect((await gatecast('anomalies strange.csv --out found.csv --quiet')).code).toBe(0)
  }, 60_000)

  it('gives the same result as one JSON document', async () => {
    const { stdout } = await gatecast('anomalies strange.csv --false-alarms 0.001 --json')
    const { events, changes, ...figures } = JSON.parse(stdout)
    expect(figures).toMatchObject({ by: 'smoothing', series: 3, rows: 900, falseAlarms: 0.001 })
    expect(events[0]).toMatchObject({ from: expect.stringMatching(/^2024-/), score: expect.any(Number) })
    expect(events.map(({ series }: { series: string }) => series)).toEqual(expect.arrayContaining(['north', 'south']))
    expect(changes).toMatchObject([{ series: 'south' }])
  })

  it('takes a forecaster, and writes to the standard output', async () => {
    const { code, stdout } = await gatecast(
      'anomalies strange.csv --by theta --season 7 --false-alarms 0.001 --out - --out-format json',
    )
    expect(code).toBe(0)
    const end = stdout.indexOf('\n]') + 2
    const table = JSON.parse(stdout.slice(0, end > 1 ? end : undefined))
    expect(table.filter(({ anomaly }: { anomaly: boolean }) => anomaly)).toEqual(
      expect.arrayContaining([expect.objectContaining({ store: 'north', date: '2024-09-07' })]),
    )
  }, 60_000)

  it.for<[string, number, RegExp]>([
    ['strange.csv --false-alarms 2', 2, /--false-alarms: expected a number from 0\.000001 to 0\.5, got 2/],
    ['strange.csv --false-alarms many', 2, /--false-alarms: expected a number, got "many"/],
    ['strange.csv --season 0', 2, /--season: expected a whole number from 1/],
    ['strange.csv --by magic', 2, /--by: expected one of smoothing, autoencoder, naive/],
    ['strange.csv --target price', 2, /price/],
    ['strange.csv --out strange.csv', 2, /the source "strange\.csv"/],
    ['strange.csv --out sales.csv', 2, /which no run has made/],
    ['short.csv', 3, /"a".*got 6/],
    ['none.csv', 3, /none\.csv/],
  ])('refuses %s', async ([args, code, message]) => {
    const outcome = await gatecast(`anomalies ${args}`)
    expect(outcome.stderr).toMatch(message)
    expect(outcome.code).toBe(code)
  })
})
