// Everything that tries to break the library, with one table at the end.
//
//   npm run test:reliability -- [minutes of each fuzz target, default 10] [part of the name of a step ...]
//
// Logs are in build/reliability. The exit status is 0 only if nothing crashed, hung, raced, leaked, was lost or failed.

import { spawn } from 'node:child_process'
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { type Figures, figuresOf } from './figures.ts'
import { type Step, stepsFor } from './steps.ts'

const [minutesText = '10', ...parts] = process.argv.slice(2)
const minutes = Number(minutesText)
if (!(minutes > 0)) {
  console.error(`Expected the minutes of each fuzz target, got "${minutesText}"`)
  process.exit(2)
}
const folder = 'build/reliability'
mkdirSync(folder, { recursive: true })

interface Result extends Figures {
  readonly name: string
  readonly seconds: number
}

async function run({ name, command: [program, ...args], env = {} }: Step): Promise<Result> {
  const file = join(folder, name.replaceAll(/[^a-z]+/gi, '-'))
  const [log, tally] = [`${file}.log`, `${file}.tally`]
  rmSync(tally, { force: true })
  const out = createWriteStream(log)
  const started = performance.now()
  console.log(`${name} ...`)
  const child = spawn(program, args, {
    env: { ...process.env, ...env, GATECAST_TALLY: join(process.cwd(), tally), NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stdout.pipe(out, { end: false })
  child.stderr.pipe(out, { end: false })
  const ended = await new Promise<{ code: number | null; signal: string | null }>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal })),
  )
  await new Promise((resolve) => out.end(resolve))
  const seconds = (performance.now() - started) / 1000
  const counts = existsSync(tally) ? readFileSync(tally, 'utf8') : ''
  return { name, seconds, ...figuresOf(readFileSync(log, 'utf8'), counts, ended) }
}

const steps = stepsFor(minutes).filter(({ name }) => parts.length === 0 || parts.some((part) => name.includes(part)))
const results: Result[] = []
for (const step of steps) results.push(await run(step))

const total = (key: 'inputs' | 'faults' | 'crashes' | 'hangs' | 'races' | 'leaks' | 'failures' | 'seconds') =>
  results.reduce((sum, result) => sum + result[key], 0)
console.table(
  Object.fromEntries(
    results.map(({ name, hold, aborts, seconds, ...figures }) => [name, { ...figures, seconds: Math.round(seconds) }]),
  ),
)
const aborts = results.find((result) => result.aborts)?.aborts
const hold = results.find((result) => result.hold !== undefined)?.hold
const rows: [string, string | number][] = [
  ['inputs tried', total('inputs')],
  ['faults injected', total('faults')],
  ['crashes', total('crashes')],
  ['hangs', total('hangs')],
  ['races', total('races')],
  ['leaks', total('leaks')],
  ['other failures, lost rows among them', total('failures')],
  ['longest hold of the JS thread', hold === undefined ? 'not measured' : `${hold} ms`],
  [
    'slowest abort',
    aborts ? `${aborts.max} ms of ${aborts.count}; p50 ${aborts.p50}, p99 ${aborts.p99}` : 'not measured',
  ],
  ['time', `${(total('seconds') / 60).toFixed(0)} min on ${cpus().length} processors (${cpus()[0].model.trim()})`],
]
for (const [what, figure] of rows) console.log(`${what.padEnd(38)} ${figure}`)
const bad = total('crashes') + total('hangs') + total('races') + total('leaks') + total('failures')
process.exit(bad === 0 ? 0 : 1)
