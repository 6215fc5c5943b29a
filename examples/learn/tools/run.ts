// Runs the scripts of the learning path, one after another:
//
//   npm run learn                       all
//   npm run learn -- 05 09              some
//   npm run learn -- 10 --data DIR      with handwritten digits
//   npm run learn -- 05 --page          also writes what the script prints into its page

import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { cpuInfo } from 'gatecast'

const root = dirname(createRequire(import.meta.url).resolve('gatecast/package.json'))
const given = process.argv.slice(2)
const data = given.indexOf('--data')
const options = data < 0 ? [] : given.splice(data, 2)
const page = given.indexOf('--page')
if (page >= 0) given.splice(page, 1)

const scripts = readdirSync(join(root, 'examples/learn')).filter((name) => /^\d\d-.*\.ts$/.test(name))
const chosen = scripts.filter((name) => given.length === 0 || given.includes(name.slice(0, 2)))
const unknown = given.find((number) => !scripts.some((name) => name.startsWith(`${number}-`)))
if (unknown !== undefined)
  throw new Error(`Expected numbers from 01 to ${scripts.length}, --data DIR or --page, got "${unknown}"`)

// Instruction sets round differently, and training amplifies it. AVX2 gives the digits of the pages on most machines.
const isa = process.env.GATECAST_ISA ?? (cpuInfo().tiers.includes('avx2') ? 'avx2' : cpuInfo().tier)
for (const name of chosen.sort()) {
  console.log(`\n=== ${name}`)
  const start = performance.now()
  const run = spawnSync(process.execPath, ['scripts/run-ts.mjs', `examples/learn/${name}`, ...options], {
    ...{ cwd: root, encoding: 'utf8', env: { ...process.env, GATECAST_ISA: isa } },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  process.stdout.write(run.stdout)
  if (run.status !== 0) process.exit(run.status ?? 1)
  console.log(`(${((performance.now() - start) / 1000).toFixed(1)} s)`)
  if (page >= 0) writePage(name.replace('.ts', '.md'), run.stdout)
}

/** Replaces the block of output in a page. */
function writePage(name: string, output: string): void {
  const path = join(root, 'docs/learn', name)
  const text = readFileSync(path, 'utf8')
  writeFileSync(
    path,
    text.replace(/^```text\n.*?^```/ms, () => `\`\`\`text\n${output}\`\`\``),
  )
}
