// Runs that start at the same moment with one output. `GATECAST_ROUNDS=50` does fifty rounds.

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runJobScript, useFolder } from './scripts.ts'

const folder = useFolder()
const rounds = Array.from({ length: Number(process.env.GATECAST_ROUNDS ?? 1) }, (_, round) => round)
const jobs = new URL('../../dist/js/jobs.js', import.meta.url)

interface Ending {
  /** Hash of the file that the run has made; absent if it was refused. */
  sha256?: string
  parts?: number
  code?: string
  message?: string
}

/** A process that has everything loaded, and runs a job for each line that it is given. */
class Runner {
  readonly #child = spawn(process.execPath, ['--input-type=module', '--eval', script()], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  readonly #lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]()

  async run(changes: object, shard?: { index: number; count: number }): Promise<Ending> {
    this.#child.stdin.write(`${JSON.stringify({ changes, shard })}\n`)
    return JSON.parse((await this.#lines.next()).value)
  }

  end(): void {
    this.#child.stdin.end()
  }
}

const script = () => `
  process.chdir(${JSON.stringify(folder.path)})
  const { forecastFiles, jobOf } = await import(${JSON.stringify(jobs)})
  const { createInterface } = await import('node:readline')
  const columns = { series: 'shop', time: 'date', target: 'sales' }
  const common = { source: 'sales.csv', columns, frequency: 'd', horizon: 7, model: 'naive.safetensors', partitionSeries: 15, workers: 1 }
  for await (const line of createInterface(process.stdin)) {
    const { changes, shard } = JSON.parse(line)
    const ending = await forecastFiles(jobOf({ ...common, ...changes }), shard ? { shard } : {}).then(
      (summary) => ({ sha256: summary?.sha256, parts: summary?.parts }),
      ({ code, message }) => ({ code, message }),
    )
    console.log(JSON.stringify(ending))
  }
`

let runners: Runner[] = []

const hashOf = async (name: string) =>
  createHash('sha256')
    .update(await readFile(join(folder.path, name)))
    .digest('hex')

/** The model forecasts 7 steps, so that the runs differ in their quantiles. */
const variants = [1, 2, 3, 4, 5].map((i) => ({ quantiles: [i / 20, 0.5, 1 - i / 20] }))
const alone: string[] = []

beforeAll(async () => {
  await runJobScript(folder.path, 'print({})')
  runners = variants.map(() => new Runner())
  for (const [i, variant] of variants.entries()) {
    await runners[i].run({ ...variant, out: `alone-${i}.csv` })
    alone.push(await hashOf(`alone-${i}.csv`))
  }
}, 120_000)
afterAll(() => {
  for (const runner of runners) runner.end()
})

describe.runIf(process.platform === 'linux')('runs that start at once', { timeout: 120_000 }, () => {
  for (const count of [2, 3, 5])
    it.for(rounds)(
      `${count} different ones with one output: none ends well with the forecast of another (round %i)`,
      async (round) => {
        const out = `different-${count}-${round}.csv`
        const endings = await Promise.all(
          variants.slice(0, count).map((variant, i) => runners[i].run({ ...variant, out })),
        )
        const good = endings.flatMap(({ code, sha256 }, i) => (code === undefined ? [{ i, sha256 }] : []))
        expect(good.length).toBeGreaterThan(0)
        for (const { i, sha256 } of good) expect(sha256).toBe(alone[i])
        expect(good.map(({ i }) => alone[i])).toContain(await hashOf(out))
        for (const { code, message } of endings.filter((one) => one.code !== undefined)) {
          expect(code).toBe('ERR_BUSY')
          expect(message).toMatch(/another run \(pid \d+ on .+, since \d\d:\d\d\) writes to "different-/)
        }
        expect((await readdir(folder.path)).filter((name) => name.startsWith(`${out}.`))).toEqual([`${out}.job`])
      },
    )

  it.for(rounds)('five equal ones with one output: the others are refused (round %i)', async (round) => {
    const out = `equal-${round}.csv`
    const endings = await Promise.all(runners.map((runner) => runner.run({ ...variants[0], out })))
    expect(endings.filter(({ sha256 }) => sha256 === alone[0]).length).toBeGreaterThan(0)
    for (const { code, sha256 } of endings) expect(code === 'ERR_BUSY' || sha256 === alone[0]).toBe(true)
    expect(await hashOf(out)).toBe(alone[0])
  })

  it.for(rounds)(
    'shares of one job with one output: all end well, and the last one joins them (round %i)',
    async (round) => {
      const out = `shares-${round}.csv`
      const endings = await Promise.all(
        [0, 1].map((index) => runners[index].run({ ...variants[0], out }, { index, count: 2 })),
      )
      expect(endings.map(({ message }) => message)).toEqual([undefined, undefined])
      expect(endings.some(({ parts }) => parts === 2)).toBe(true)
      expect(await hashOf(out)).toBe(alone[0])
    },
  )

  it('shares of different jobs exclude each other', async () => {
    const endings = await Promise.all(
      [0, 1].map((index) => runners[index].run({ ...variants[index], out: 'mixed.csv' }, { index, count: 2 })),
    )
    expect(endings.map(({ code }) => code ?? 'good').sort()).toEqual(['ERR_BUSY', 'good'])
  })
})
