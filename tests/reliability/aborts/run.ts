// How soon a call ends after its signal is aborted, at random moments of random calls:
// node scripts/run-ts.mjs tests/reliability/aborts/run.ts [moments] [seed] [part of a name ...]
//
// On a busy machine the time on the clock includes that of other processes. The processor time does not.

import { readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { tally } from '../../setup/tally.ts'
import { allCalls } from '../js_thread/all_calls.ts'
import { loadLibrary } from '../js_thread/library.ts'
import { World } from '../js_thread/world.ts'
import { abortAt } from './abort_at.ts'

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
const worlds = [
  [20, 10_000],
  [1000, 200],
  [1, 100_000],
].map(([series, rows]) => new World(library, [series, rows]).make())
const calls = allCalls.filter(
  ({ sync, deaf, name }) => !sync && !deaf && (wanted.length === 0 || wanted.some((part) => name.includes(part))),
)
const late: { name: string; clock: number; busy: number }[] = []
const durations = new Map<string, number>()
const wrong = new Set<string>()
let [tried, finished] = [0, 0]
for (; late.length < Number(moments) && tried < 20 * Number(moments); tried++) {
  const one = calls[Math.floor(random() * calls.length)]
  const place = Math.floor(random() * worlds.length)
  const world = worlds[place]
  if (one.not?.includes(['thousand', 'many', 'one'][place])) continue
  const key = `${one.name} ${place}`
  const moment = random() * Math.min(longest, durations.get(key) ?? longest)
  try {
    const prepared = (await one.prepare?.(world)) as never
    const held = await abortAt((signal) => one.run(world, signal, prepared), moment)
    const error = held.error as (Error & { code?: string }) | undefined
    if (held.late === undefined) {
      durations.set(key, Math.min(durations.get(key) ?? Number.POSITIVE_INFINITY, held.took))
      finished++
      if (error) wrong.add(`${key}: ${error.message}`)
    } else {
      // A call that has its result in the moment of the abort may give it. One that does not listen is late by its rest.
      late.push({ name: key, clock: held.late, busy: held.lateBusy ?? held.late })
      if (error && error.code !== 'ABORT_ERR') wrong.add(`${key}: ${error.code} ${error.message}`)
    }
  } catch (error) {
    wrong.add(`${key}: ${(error as Error).message}`)
  }
}
tally('inputs', tried)
await sleep(200)
for (const world of worlds) {
  const left = readdirSync(await world.path('.'), { recursive: true }).filter((name) => `${name}`.endsWith('.tmp'))
  if (left.length > 0) wrong.add(`files left: ${left.join(', ')}`)
  await world.close()
}
console.log(`${finished} calls ended before their abort.`)
const percentiles = (by: 'clock' | 'busy'): string => {
  late.sort((a, b) => a[by] - b[by])
  const at = (share: number) => late[Math.min(late.length - 1, Math.floor(share * late.length))]?.[by].toFixed(0)
  return `p50 ${at(0.5)} p99 ${at(0.99)} max ${at(1)}`
}
const byClock = percentiles('clock')
const byProcessor = percentiles('busy')
console.log('The slowest aborts in ms of processor time, and on the clock:')
for (const { name, busy, clock } of late.slice(-12).toReversed())
  console.log(`  ${busy.toFixed(1).padStart(8)}${clock.toFixed(1).padStart(8)}  ${name}`)
for (const text of wrong) console.log(`wrong: ${text.slice(0, 200)}`)
console.log(`aborts ${late.length} ${byClock}`)
console.log(`in processor time ${byProcessor}`)
process.exit(wrong.size === 0 ? 0 : 1)
