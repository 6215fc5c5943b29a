// How soon a call ends after its signal is aborted, at random moments of random calls:
// node scripts/run-ts.mjs tests/reliability/js_thread/abort.ts [moments] [seed] [part of a name ...]

import { readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { allCalls } from './all_calls.ts'
import { measureHold } from './hold.ts'
import { loadLibrary } from './library.ts'
import { World } from './world.ts'

const [moments = '500', given = '1', ...wanted] = process.argv.slice(2)
const longest = 1500

/** Numbers from 0 to 1 that follow from the seed (Vigna 2017, splitmix). */
let state = Number(given) >>> 0
function random(): number {
  state = (state + 0x9e3779b9) >>> 0
  let z = state
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
  return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32
}

const library = await loadLibrary()
const worlds = [new World(library, [20, 10_000]), new World(library, [1000, 200]), new World(library, [1, 100_000])]
const calls = allCalls.filter(
  ({ sync, name }) => !sync && (wanted.length === 0 || wanted.some((part) => name.includes(part))),
)
const late: { name: string; late: number }[] = []
const durations = new Map<string, number>()
const wrong: string[] = []
let finished = 0
for (let i = 0; late.length < Number(moments) && i < 20 * Number(moments); i++) {
  const one = calls[Math.floor(random() * calls.length)]
  const place = Math.floor(random() * worlds.length)
  const world = worlds[place]
  if (one.not?.includes(['thousand', 'many', 'one'][place])) continue
  const key = `${one.name} ${place}`
  const moment = random() * Math.min(longest, durations.get(key) ?? longest)
  let prepared: never
  try {
    prepared = (await one.prepare?.(world)) as never
  } catch (error) {
    wrong.push(`${key}: ${(error as Error).message}`)
    continue
  }
  const held = await measureHold((signal) => one.run(world, signal, prepared), moment)
  if (held.late === undefined || held.error === undefined) {
    durations.set(key, Math.min(durations.get(key) ?? Number.POSITIVE_INFINITY, held.took))
    if (held.error !== undefined && held.late === undefined) wrong.push(`${key}: ${(held.error as Error).message}`)
    finished++
    continue
  }
  const { code } = held.error as { code?: string }
  if (code === 'ABORT_ERR') late.push({ name: key, late: held.late })
  else wrong.push(`${key}: ${code} ${(held.error as Error).message}`)
}
await sleep(200)
for (const world of worlds) {
  const left = readdirSync(await world.path('.'), { recursive: true }).filter((name) => `${name}`.endsWith('.tmp'))
  if (left.length > 0) wrong.push(`files left: ${left.join(', ')}`)
  await world.close()
}
late.sort((a, b) => a.late - b.late)
const at = (share: number) => late[Math.min(late.length - 1, Math.floor(share * late.length))]?.late.toFixed(1)
console.log(
  `${late.length} aborts, ${finished} calls that ended before: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms`,
)
console.log('the slowest:')
for (const { name, late: ms } of late.slice(-12).toReversed()) console.log(`  ${ms.toFixed(1).padStart(8)}  ${name}`)
for (const text of new Set(wrong)) console.log(`wrong: ${text.slice(0, 200)}`)
process.exit(0)
