// Runs that start at the same moment with one output. `GATECAST_ROUNDS=50` does fifty rounds.

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
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

/** A process that waits with everything loaded, until `go` is called. */
function prepare(changes: object, shard?: { index: number; count: number }) {
  const script = `
    process.chdir(${JSON.stringify(folder.path)})
    const { forecastFiles, jobOf } = await import(${JSON.stringify(jobs)})
    const columns = { series: 'shop', time: 'date', target: 'sales' }
    const job = jobOf({ source: 'sales.csv', columns, horizon: 7, model: 'naive.safetensors', partitionSeries: 15, workers: 1, ...${JSON.stringify(changes)} })
    console.log('ready')
    await new Promise((resolve) => process.stdin.once('data', resolve))
    const ending = await forecastFiles(job, ${JSON.stringify(shard ? { shard } : {})}).then(
      (summary) => ({ sha256: summary?.sha256, parts: summary?.parts }),
      ({ code, message }) => ({ code, message }),
    )
    console.log(JSON.stringify(ending))
    process.exit()
  `
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let said = ''
  const ready = new Promise<void>((resolve) => {
    child.stdout.on('data', (data) => {
      said += data
      if (said.includes('ready')) resolve()
    })
  })
  const ended = new Promise<Ending>((resolve) => {
    child.on('close', () => resolve(JSON.parse(said.trim().split('\n').at(-1) ?? '{}')))
  })
  return { child, ready, ended, go: () => child.stdin.write('go\n') }
}

async function atOnce(processes: readonly ReturnType<typeof prepare>[]): Promise<Ending[]> {
  await Promise.all(processes.map(({ ready }) => ready))
  for (const { go } of processes) go()
  return Promise.all(processes.map(({ ended }) => ended))
}

const hashOf = async (name: string) =>
  createHash('sha256')
    .update(await readFile(join(folder.path, name)))
    .digest('hex')

/** The model forecasts 7 steps, so that the runs differ in their quantiles. */
const variants = [1, 2, 3, 4, 5].map((i) => ({ quantiles: [i / 20, 0.5, 1 - i / 20] }))
const alone: string[] = []

beforeAll(async () => {
  await runJobScript(folder.path, 'print({})')
  for (const [i, variant] of variants.entries()) {
    await atOnce([prepare({ ...variant, out: `alone-${i}.csv` })])
    alone.push(await hashOf(`alone-${i}.csv`))
  }
}, 120_000)

describe.runIf(process.platform === 'linux')('runs that start at once', { timeout: 120_000 }, () => {
  for (const count of [2, 3, 5])
    it.for(rounds)(
      `${count} different ones with one output: none ends well with the forecast of another (round %i)`,
      async (round) => {
        const out = `different-${count}-${round}.csv`
        const endings = await atOnce(variants.slice(0, count).map((variant) => prepare({ ...variant, out })))
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
    const endings = await atOnce(Array.from({ length: 5 }, () => prepare({ ...variants[0], out })))
    expect(endings.filter(({ sha256 }) => sha256 === alone[0]).length).toBeGreaterThan(0)
    for (const { code, sha256 } of endings) expect(code === 'ERR_BUSY' || sha256 === alone[0]).toBe(true)
    expect(await hashOf(out)).toBe(alone[0])
  })

  it.for(rounds)(
    'shares of one job with one output: all end well, and the last one joins them (round %i)',
    async (round) => {
      const out = `shares-${round}.csv`
      const endings = await atOnce([0, 1].map((index) => prepare({ ...variants[0], out }, { index, count: 2 })))
      expect(endings.map(({ code }) => code)).toEqual([undefined, undefined])
      expect(endings.some(({ parts }) => parts === 2)).toBe(true)
      expect(await hashOf(out)).toBe(alone[0])
    },
  )

  it('shares of different jobs exclude each other', async () => {
    const endings = await atOnce(
      [0, 1].map((index) => prepare({ ...variants[index], out: 'mixed.csv' }, { index, count: 2 })),
    )
    expect(endings.map(({ code }) => code ?? 'good').sort()).toEqual(['ERR_BUSY', 'good'])
  })
})
