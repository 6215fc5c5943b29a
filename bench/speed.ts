// Compares the speed of gatecast with the peak of this machine and with its peers: PyTorch, onnxruntime and tfjs.
//
//   npm run bench -- [--only recurrent,live] [--quick] [--threads 1,2] [--check]
//
// Prints tables and writes build/bench/results.json. With --check it also prints the missed targets of
// bench/targets.ts, and the exit code is 1 if there are any. GATECAST_PYTHON names a Python interpreter that has torch.

import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { addon, root } from './speed/addon.ts'
import type { Context, Family, Findings } from './speed/context.ts'
import { activations } from './speed/families/activations.ts'
import { attention } from './speed/families/attention.ts'
import { bf16 } from './speed/families/bf16.ts'
import { gemm } from './speed/families/gemm.ts'
import { live } from './speed/families/live.ts'
import { long } from './speed/families/long.ts'
import { native } from './speed/families/native.ts'
import { peak } from './speed/families/peak.ts'
import { recurrent } from './speed/families/recurrent.ts'
import { sampler } from './speed/families/sampler.ts'
import { training } from './speed/families/training.ts'
import { machine } from './speed/machine.ts'
import { installPeers } from './speed/peers/load.ts'
import { Onnx } from './speed/peers/onnx.ts'
import { Tfjs } from './speed/peers/tfjs.ts'
import { Torch } from './speed/peers/torch.ts'
import { progress } from './speed/progress.ts'
import { verdict } from './speed/verdict.ts'

const families: Record<string, Family> = {
  peak,
  gemm,
  native,
  activations,
  recurrent,
  bf16,
  attention,
  training,
  live,
  sampler,
  long,
}

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(families).join() },
    quick: { type: 'boolean', default: false },
    threads: { type: 'string', default: defaultThreads().join() },
    check: { type: 'boolean', default: false },
  },
})
const only = options.only.split(',')
const threads = options.threads.split(',').map(Number)
const unknown = only.filter((name) => !(name in families))
if (unknown.length > 0) refuse(`Expected --only to name some of ${Object.keys(families).join()}, got ${unknown.join()}`)
if (threads[0] !== 1 || threads.some((count) => !(count >= 1 && count <= addon.cpuInfo().threads)))
  refuse(`Expected --threads to be 1 and numbers up to ${addon.cpuInfo().threads}, got ${options.threads}`)

const started = performance.now()
const loaded = await loadPeers()
const about = machine({
  torch: loaded.torch?.version,
  onnxruntime: loaded.onnx?.version,
  tfjs: loaded.tfjs?.version,
})
console.log(`${about.processor}, ${about.processors} processors, ${about.tier}, load ${about.load.toFixed(1)}`)
console.log('1 thread: processor time. More threads, and the family live: time on the clock.')
if (about.load > about.processors / 4) console.log('Other processes are running: times on the clock are not reliable.')
console.log()

const findings: Findings = { matches: [], values: [] }
const context: Context = {
  ...loaded,
  threads,
  quick: options.quick,
  effort: options.quick ? { budget: 0.6, fewest: 4, most: 9 } : { budget: 2, fewest: 5, most: 25 },
  print(text) {
    progress('')
    console.log(`${text}\n`)
  },
}
for (const name of only) {
  const { matches = [], values = [] } = await families[name](context)
  findings.matches.push(...matches)
  findings.values.push(...values)
}
loaded.torch?.close()

const { lines, missed } = verdict(findings, only)
if (lines) console.log(lines)
const path = `${root}/build/bench/results.json`
mkdirSync(`${root}/build/bench`, { recursive: true })
writeFileSync(path, `${JSON.stringify({ machine: about, ...findings, missed }, rounded, 1)}\n`)
console.log(`\n${((performance.now() - started) / 1000).toFixed(0)} s, all figures in ${path}`)
if (options.check) {
  for (const miss of missed) console.log(`missed: ${miss}`)
  process.exitCode = missed.length > 0 ? 1 : 0
}

async function loadPeers(): Promise<Pick<Context, 'torch' | 'onnx' | 'tfjs'>> {
  installPeers()
  const started = { torch: await Torch.start(), onnx: Onnx.start(), tfjs: await Tfjs.start() }
  for (const [name, peer] of Object.entries(started))
    if (typeof peer === 'string') console.log(`${name} skipped: ${peer}`)
  const { torch, onnx, tfjs } = started
  return {
    ...(typeof torch !== 'string' && { torch }),
    ...(typeof onnx !== 'string' && { onnx }),
    ...(typeof tfjs !== 'string' && { tfjs }),
  }
}

/** Numbers of threads: 1, 2 (which targets are about) and all processors. */
function defaultThreads(): number[] {
  const all = addon.cpuInfo().threads
  return [...new Set([1, Math.min(2, all), all])]
}

function refuse(message: string): never {
  console.error(message)
  process.exit(2)
}

/** Rounds times to four digits: the others are noise. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value
}
