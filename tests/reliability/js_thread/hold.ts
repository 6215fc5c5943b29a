// How long a call keeps the JS thread from everything else.

import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Held {
  /** The longest time in milliseconds in which no timer ran. */
  readonly longest: number
  /** The same in milliseconds of processor time: other processes of the machine do not count. */
  readonly busiest: number
  /** Milliseconds of the whole call. */
  readonly took: number
  /** Milliseconds from the abort to the end of the call, if the call was aborted. */
  readonly late?: number
  readonly error?: unknown
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
  const controller = new AbortController()
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
  let aborted: number | undefined
  const stop = setTimeout(() => {
    aborted = performance.now()
    controller.abort()
  }, limit)
  const start = performance.now()
  let error: unknown
  try {
    await work(controller.signal)
  } catch (caught) {
    error = caught
  }
  const end = performance.now()
  clearTimeout(stop)
  tick()
  await sleep(3)
  clearInterval(timer)
  return {
    longest,
    busiest,
    took: end - start,
    ...(aborted === undefined ? {} : { late: end - aborted }),
    ...(error === undefined ? {} : { error }),
  }
}
