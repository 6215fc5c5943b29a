// How long each library blocks the event loop while it trains and predicts, and the time for a sequence.
//
// The network is an LSTM with 64 units over sequences of 96 steps with 8 features. gatecast and tfjs forecast one
// number from the last step and take a step of Adam after each 32 sequences. brain.js has only its own training, which
// forecasts every next step and updates after each sequence. onnxruntime cannot train.

import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { normal } from '../speed/addon.ts'
import { smallLstm } from '../speed/cases.ts'
import { median } from '../speed/statistics.ts'
import { duration, table } from '../speed/table.ts'
import { type Library, libraries, sequences } from './libraries.ts'

const { input, time } = smallLstm
const rounds = 5

interface Measured {
  /** Seconds for a sequence, and for the call. */
  each: number
  call: number
  /** The longest delay of a timer of one millisecond, in seconds. */
  still: number
}

export async function eventLoop(): Promise<string> {
  const rows: string[][] = []
  for (const start of libraries) {
    const library = await start()
    if (typeof library === 'string') rows.push([library])
    else rows.push([library.name, ...cells(await measure(library, 'fit')), ...cells(await measure(library, 'predict'))])
  }
  const idle = await stillFor(() => sleep(500))
  rows.push(['nothing', '', duration(0.5), duration(idle)])
  const columns = ['a sequence', 'the call', 'stands still']
  return table(['', ...columns.map((name) => `fit: ${name}`), ...columns.map((name) => `predict: ${name}`)], rows)
}

const cells = (measured: Measured | undefined): string[] =>
  measured ? [measured.each, measured.call, measured.still].map(duration) : ['', '', '']

async function measure(library: Library, pass: 'fit' | 'predict'): Promise<Measured | undefined> {
  const run = library[pass]
  if (!run) return undefined
  const count = library.sequences?.[pass] ?? sequences
  const x = normal([count, time, input], 1)
  const y = normal([count, 1], 2)
  const seconds: number[] = []
  const still: number[] = []
  for (let round = -1; round < rounds; round++) {
    let elapsed = 0
    const longest = await stillFor(async () => {
      const start = performance.now()
      await run(x, y)
      elapsed = (performance.now() - start) / 1000
    })
    if (round < 0) continue // compiles and allocates
    seconds.push(elapsed)
    still.push(longest)
  }
  const call = median(seconds)
  return { each: call / count, call, still: median(still) }
}

/** The longest delay of the event loop in seconds. A synchronous call counts with its whole time. */
async function stillFor(work: () => Promise<unknown>): Promise<number> {
  const delays = monitorEventLoopDelay({ resolution: 1 })
  delays.enable()
  await sleep(20) // the histogram counts from its second tick on
  await work()
  await sleep(20)
  delays.disable()
  return delays.max / 1e9
}
