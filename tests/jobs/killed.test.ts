import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { tally } from '../setup/tally.ts'
import { forecastsOf, runJobScript, useFolder } from './scripts.ts'

const folder = useFolder()
// `npm run test:killed` does ten rounds.
const rounds = Array.from({ length: Number(process.env.GATECAST_ROUNDS ?? 2) }, (_, round) => round)
let undisturbed: Record<string, string>

/** Starts a job in its own process: 60 series in parts of two, with two workers. */
function start(out: string): ChildProcess {
  const text = `
    process.chdir(${JSON.stringify(folder.path)})
    const { forecastFiles, jobOf } = await import(${JSON.stringify(new URL('../../dist/js/jobs.js', import.meta.url))})
    const columns = { series: 'shop', time: 'date', target: 'sales' }
    const job = { source: 'many.csv', columns, horizon: 7, model: 'naive.safetensors', partitionSeries: 2, workers: 2 }
    const onEvent = (event) => event.type === 'part' && console.log('part')
    const { failed, series } = await forecastFiles(jobOf({ ...job, out: ${JSON.stringify(out)} }), { onEvent })
    console.log('end', failed, series)
  `
  return spawn(process.execPath, ['--input-type=module', '--eval', text], { stdio: ['ignore', 'pipe', 'inherit'] })
}

/** Resolves to the output of the process when it has made `parts` parts or has ended. */
function saying(child: ChildProcess, parts: number): Promise<string> {
  let said = ''
  return new Promise((resolve) => {
    child.stdout?.on('data', (data) => {
      said += data
      if ((said.match(/part/g)?.length ?? 0) >= parts) resolve(said)
    })
    child.on('close', () => resolve(said))
  })
}

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)

/** Waits until the children of a killed process have ended too. */
async function ended(pids: readonly number[]): Promise<void> {
  const alive = () => readdirSync('/proc').filter((name) => pids.includes(Number(name)))
  for (let tries = 0; alive().length > 0; tries++) {
    if (tries > 200) throw new Error(`Expected the workers ${alive()} to end with their parent`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

/** Expects the forecasts of the undisturbed run, and counts their rows. A part has two series and seven steps. */
async function expectAllRows(out: string): Promise<void> {
  const made = await forecastsOf(join(folder.path, out))
  const parts = Object.keys({ ...undisturbed, ...made })
  tally('rows', 14 * parts.length)
  tally('lost', 14 * parts.filter((name) => made[name] !== undisturbed[name]).length)
  expect(made).toEqual(undisturbed)
}

beforeAll(async () => {
  await runJobScript(
    folder.path,
    `await writeFile('many.csv', table([...rows, ...rows.map((row) => 't' + row.slice(1))])); print({})`,
  )
  await saying(start('undisturbed'), Number.POSITIVE_INFINITY)
  undisturbed = await forecastsOf(join(folder.path, 'undisturbed'))
}, 60_000)

describe.runIf(process.platform === 'linux')('after kill -9', { timeout: 60_000 }, () => {
  it('the undisturbed run has every series', () => {
    expect(Object.keys(undisturbed)).toHaveLength(30)
  })

  it.for(rounds)('of a worker, another worker makes its part (round %i)', async (round) => {
    const out = `worker-${round}`
    const job = start(out)
    await saying(job, round)
    const [worker] = childrenOf(job.pid as number)
    if (worker !== undefined) process.kill(worker, 'SIGKILL')
    expect(await saying(job, Number.POSITIVE_INFINITY)).toContain('end 0 60')
    await expectAllRows(out)
    await rm(join(folder.path, out), { recursive: true })
  })

  it.for(rounds)('of the parent, its workers end and the next run makes the rest (round %i)', async (round) => {
    const out = `parent-${round}`
    const job = start(out)
    await saying(job, 2 * round)
    const workers = childrenOf(job.pid as number)
    job.kill('SIGKILL')
    await ended(workers)
    expect(await saying(start(out), Number.POSITIVE_INFINITY)).toContain('end 0 60')
    await expectAllRows(out)
    await rm(join(folder.path, out), { recursive: true })
  })
})
