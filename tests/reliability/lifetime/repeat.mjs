// Repeats something in the built package and prints what stays: node --expose-gc repeat.mjs <what> <rounds>

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'

const [what, count] = process.argv.slice(2)
const rounds = Number(count)
const load = (entry) => import(pathToFileURL(`${process.cwd()}/dist/js/${entry}.js`).href)
const folder = mkdtempSync(join(tmpdir(), 'gatecast-repeat-'))

/** A network of a quarter of a megabyte: ten that stay show. */
async function makeModel() {
  const { Model, input, lstm, linear } = await load('nn')
  return () => {
    const x = input(['batch', 'time', 8])
    const { output } = lstm(x, { hiddenSize: 120 })
    return new Model({ inputs: { x }, outputs: { y: linear(output, 1) } })
  }
}

const works = {
  async models() {
    const make = await makeModel()
    const data = new Float32Array(2 * 4 * 8)
    return async () => {
      await make().predict({ x: { shape: [2, 4, 8], data } })
    }
  },
  async steps() {
    const stream = (await makeModel())().stream()
    const x = [[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]]
    return () => void stream.step({ x })
  },
  async jobs() {
    const { jobOf, runJob } = await load('jobs')
    const source = join(folder, 'sales.csv')
    const day = (row) => new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10)
    const lines = Array.from(
      { length: 200 },
      (_, row) => `${day(row % 100)},${row < 100 ? 'a' : 'b'},${10 + (row % 7)}`,
    )
    writeFileSync(source, ['date,store,sales', ...lines].join('\n'))
    const columns = { series: 'store', time: 'date', target: 'sales' }
    const out = join(folder, 'out.csv')
    return async () => {
      await runJob(jobOf({ source, columns, horizon: 3, frequency: '1d', model: 'theta', out }))
    }
  },
}

/** Megabytes of memory, file handles, threads and what keeps the process alive, after a garbage collection. */
async function standing() {
  // Memory that finalizers release comes back after the turn in which they run.
  for (let i = 0; i < 3; i++) {
    globalThis.gc()
    await sleep(20)
  }
  // The pipes of a child process close after its end.
  await sleep(300)
  return {
    memory: process.memoryUsage.rss() / 2 ** 20,
    files: readdirSync('/proc/self/fd').length,
    threads: readdirSync('/proc/self/task').length,
    resources: process.getActiveResourcesInfo().length,
  }
}

const work = await works[what]()
const repeat = async (times) => {
  for (let i = 0; i < times; i++) {
    await work()
    if (i % 64 === 0) await sleep(0)
  }
}
// The first rounds compile code and fill pools that stay.
await repeat(Math.ceil(rounds / 4))
const before = await standing()
await repeat(Math.floor((3 * rounds) / 4))
console.log(JSON.stringify({ before, after: await standing() }))
rmSync(folder, { recursive: true, force: true })
process.exit(0)
