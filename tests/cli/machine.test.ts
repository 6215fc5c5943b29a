// The same job on machines that differ in time zone and language: the same bytes.

import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { useSandbox } from './command.ts'

const sandbox = useSandbox()

// Persian and Thai machines count years by calendars of their own, and Turkish ones have another lower case of I.
const machines = [
  ['UTC', 'C'],
  ['America/New_York', 'th_TH'],
  ['Asia/Tehran', 'fa_IR'],
  ['Europe/Berlin', 'de_DE'],
  ['Europe/Istanbul', 'tr_TR'],
].map(([TZ, language]) => ({ TZ, LANG: `${language}.UTF-8`, LC_ALL: `${language}.UTF-8` }))

/** Hours over the night in which the clocks of New York change, ids whose order depends on the language, and a plan. */
const hours = (from: number, to: number, row: (t: number, id: string) => string) =>
  ['ı', 'I', 'i', 'İ', 'ä', 'z', 'Z']
    .flatMap((id) => Array.from({ length: to - from }, (_, at) => row(from + at, id)))
    .join('\n')
const clock = (t: number) => new Date(Date.UTC(2024, 2, 4) + t * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
const promo = (t: number) => Number(t % 7 === 0)
const load = (t: number) => 100 + 20 * Math.sin((2 * Math.PI * t) / 24) + 9 * promo(t) + ((t * 37) % 5)

beforeAll(async () => {
  const write = (name: string, text: string) => writeFile(join(sandbox.path, name), text)
  await write(
    'INPUT.csv',
    `id,TIME,promo,load\n${hours(0, 240, (t, id) => `${id},${clock(t)},${promo(t)},${load(t).toFixed(3)}`)}\n`,
  )
  await write('plan.csv', `id,TIME,promo\n${hours(240, 264, (t, id) => `${id},${clock(t)},${promo(t)}`)}\n`)
  await write(
    'days.csv',
    `day;sales\n${Array.from({ length: 60 }, (_, t) => `${(t % 28) + 1}.${Math.floor(t / 28) + 1}.2024;1.${200 + t},5`).join('\n')}\n`,
  )
})

describe('one command on five machines', { timeout: 120_000 }, () => {
  it.each([
    [
      'parts of hours in a zone',
      'forecast INPUT.csv --series id --target load --horizon 24 --time-zone Europe/Berlin --model theta --partition-series 2',
      'json',
    ],
    [
      'a network with a plan',
      'forecast INPUT.csv --series id --target load --known promo --future plan.csv --horizon 24 --model gru --epochs 1',
      'parquet',
    ],
    [
      'dates and numbers of another country',
      'forecast days.csv --horizon 7 --decimal , --thousands . --model theta',
      'csv',
    ],
  ])('gives the same bytes: %s', async (_, command, extension) => {
    const results = []
    for (const [at, env] of machines.entries()) {
      const out = `${command.length}-${at}.${extension}`
      const { code, stderr } = await sandbox.gatecast(`${command} --out ${out}`, env)
      expect({ env, code, stderr }).toMatchObject({ code: 0 })
      results.push(
        createHash('sha256')
          .update(await readFile(join(sandbox.path, out)))
          .digest('hex'),
      )
    }
    expect(new Set(results).size).toBe(1)
  })

  it('gives the same scores and messages', async () => {
    const said = []
    for (const env of machines.slice(0, 3)) {
      const scores = await sandbox.gatecast(
        'backtest INPUT.csv --series id --target load --horizon 24 --model theta --windows 2 --json',
        env,
      )
      expect(scores.code).toBe(0)
      const refused = await sandbox.gatecast('forecast days.csv --horizon 7 --model theta --out x.csv', env)
      expect(refused.code).toBe(2)
      said.push(scores.stdout.replace(/"seconds":[\d.]+/g, '') + refused.stderr)
    }
    expect(new Set(said).size).toBe(1)
  })
})
