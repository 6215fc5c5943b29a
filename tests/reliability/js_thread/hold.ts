// How long a call keeps the JS thread from everything else.

import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Aborted, abortAt } from '../aborts/abort_at.ts'

export interface Held extends Aborted {
  /** The longest time in milliseconds in which no timer ran. */
  readonly longest: number
  /** The same in milliseconds of processor time: other processes of the machine do not count. */
  readonly busiest: number
}

/** Nanoseconds that this thread has run; 0 where the system does not tell. */
function threadTime(): number {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'latin1').split(' ')[0])
  } catch {
    return 0
  }
}

/**
 * Runs a call while a timer ticks each millisecond. A call that takes longer than `limit` is aborted.
 *
 * @param limit - milliseconds after which the signal is aborted
 */
export async function measureHold(work: (signal: AbortSignal) => unknown, limit: number): Promise<Held> {
  let last = performance.now()
  let ran = threadTime()
  let longest = 0
  let busiest = 0
  const tick = () => {
    const now = performance.now()
    const run = threadTime()
    longest = Math.max(longest, now - last)
    busiest = Math.max(busiest, (run - ran) / 1e6)
    last = performance.now()
    ran = threadTime()
  }
  const timer = setInterval(tick, 1)
  await sleep(5)
  ;[longest, busiest] = [0, 0]
  tick()
  ;[longest, busiest] = [0, 0]
  const aborted = await abortAt(work, limit)
  tick()
  await sleep(3)
  clearInterval(timer)
  return { ...aborted, longest, busiest }
}
