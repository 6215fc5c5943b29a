// How long each public call holds the JS thread: node scripts/run-ts.mjs tests/reliability/js_thread/run.ts [part of a name ...]

import { tally } from '../../setup/tally.ts'
import { allCalls } from './all_calls.ts'
import type { Call } from './call.ts'
import { type Held, measureHold } from './hold.ts'
import { loadLibrary } from './library.ts'
import { type Shape, shapes, World } from './world.ts'

const wanted = process.argv.slice(2)
const limit = Number(process.env.HOLD_SECONDS ?? 4) * 1000
const only = process.env.HOLD_SHAPES?.split(',') ?? Object.keys(shapes)
const most = 50

async function measureOnce(one: Call, world: World): Promise<Held> {
  const prepared = (await one.prepare?.(world)) as never
  return measureHold((signal) => one.run(world, signal, prepared), limit)
}

const library = await loadLibrary()
const chosen = allCalls.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
let [over, tried, longest] = [0, 0, 0]
for (const shape of Object.keys(shapes) as Shape[]) {
  if (!only.includes(shape)) continue
  const world = new World(library, shape).make()
  for (const one of chosen) {
    if (one.not?.includes(shape)) continue
    try {
      let held = await measureOnce(one, world)
      // The second call has its code compiled, and other processes may have taken the first one's time.
      if (held.busiest > most && held.took < limit)
        held = [held, await measureOnce(one, world)].sort((a, b) => a.busiest - b.busiest)[0]
      const late = held.late === undefined ? '' : `late ${held.late.toFixed(0)}`
      const failed =
        held.error && held.late === undefined ? `FAILED ${(held.error as Error).message.slice(0, 150)}` : ''
      const hold = Math.min(held.longest, held.busiest)
      longest = Math.max(longest, hold)
      tried++
      const flag = hold > most || (held.late ?? 0) > most ? '!' : ' '
      if (flag === '!') over++
      console.log(
        `${flag} ${shape.padEnd(9)}${one.name.padEnd(34)} hold ${held.longest.toFixed(0).padStart(6)}  cpu ${held.busiest.toFixed(0).padStart(6)}  call ${held.took.toFixed(0).padStart(7)}  ${late} ${failed}`,
      )
    } catch (error) {
      console.log(`? ${shape.padEnd(9)}${one.name.padEnd(34)} ${(error as Error).message.slice(0, 150)}`)
    }
  }
  await world.close()
}
tally('inputs', tried)
console.log(`${over} of ${tried} above ${most} ms`)
console.log(`longest hold ${longest.toFixed(0)}`)
process.exit(0)
