// Forecasts of many series from Parquet to Parquet: series per second, and the memory of all processes together.
//
//   npm run bench:jobs                                # 100,000 and 1,000,000 series of 200 days
//   npm run bench:jobs -- --series 20000 --folder tmp # other sizes; the folder keeps the data for the next run
//
// The exit code is 1 if it makes fewer than 20,000 series per second, uses 2 GB or more, or if memory grows by more
// than a fifth with the number of series.

import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gru, quantiles } from 'gatecast'
import { generatePanel } from 'gatecast/datasets'
import { generateTable } from 'gatecast/files'
import { memoryOfTree } from './jobs/memory_of_tree.ts'

const wanted = { rate: 20_000, memory: 2e9, growth: 1.2 }
const { values } = parseArgs({
  options: {
    series: { type: 'string', multiple: true, default: ['100000', '1000000'] },
    folder: { type: 'string', default: 'build/bench-jobs' },
    workers: { type: 'string', default: '2' },
  },
})
const { folder } = values
mkdirSync(folder, { recursive: true })

const model = join(folder, 'gru.safetensors')
if (!existsSync(model)) {
  const network = gru({ horizon: 28, hiddenSize: 64, output: quantiles([0.1, 0.5, 0.9]) })
  await network.fit(generatePanel({ series: 2000, rows: 200, promotions: 0 }), { epochs: 2 })
  await network.save(model)
}

interface Run {
  series: number
  seconds: number
  rate: number
  memory: number
}

/** Runs the command as a user does, from its start to its end. */
async function run(series: number): Promise<Run> {
  const source = join(folder, `series-${series}.parquet`)
  if (!existsSync(source)) await generateTable(source, { series, rows: 200, promotions: 0 })
  const out = join(folder, 'forecast')
  rmSync(out, { recursive: true, force: true })
  const start = performance.now()
  const command = spawn(
    process.execPath,
    [
      'dist/js/cli.js',
      ...['forecast', source, '--time', 'date', '--series', 'series', '--target', 'demand', '--frequency', 'd'],
      ...['--horizon', '28', '--quantiles', '0.1,0.5,0.9', '--model', model, '--out', out, '--workers', values.workers],
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  )
  // Sums up the memory of all processes only every 500 ms, because the sum takes a few milliseconds.
  let memory = 0
  const timer = setInterval(() => {
    memory = Math.max(memory, memoryOfTree(command.pid as number))
  }, 500)
  const code = await new Promise((resolve) => command.on('exit', resolve))
  clearInterval(timer)
  if (code !== 0) throw new Error(`Expected the command to end with 0, got ${code}`)
  const seconds = (performance.now() - start) / 1000
  return { series, seconds, rate: series / seconds, memory }
}

const runs: Run[] = []
for (const series of values.series) {
  const made = await run(Number(series))
  runs.push(made)
  console.log(
    `${made.series} series in ${made.seconds.toFixed(1)} s: ${Math.round(made.rate)} a second, ` +
      `${Math.round(made.memory / 1e6)} MB at most`,
  )
}
const last = runs[runs.length - 1]
const misses = [
  last.rate < wanted.rate && `${Math.round(last.rate)} series per second of ${wanted.rate}`,
  last.memory >= wanted.memory && `${Math.round(last.memory / 1e6)} MB of ${wanted.memory / 1e6}`,
  last.memory > wanted.growth * runs[0].memory && `memory grew ${(last.memory / runs[0].memory).toFixed(2)} x`,
].filter(Boolean)
for (const miss of misses) console.log(`missed: ${miss}`)
if (misses.length > 0) process.exitCode = 1
