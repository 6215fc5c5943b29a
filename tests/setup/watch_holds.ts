// Watches how long a thread is kept from its timers. This file imports nothing of the project, so that a test can load it
// into another process.

import { readFileSync } from 'node:fs'

/** Times in milliseconds since the last reset. */
export interface Holds {
  /** The longest time in which no timer ran. */
  readonly longest: number
  /** The same in processor time: other processes of the machine do not count. */
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

/** Starts a timer that ticks each millisecond. It does not keep the process alive. */
export function watchHolds(): { reset(): void; read(): Holds; stop(): void } {
  let last = performance.now()
  let ran = threadTime()
  let longest = 0
  let busiest = 0
  const tick = () => {
    longest = Math.max(longest, performance.now() - last)
    busiest = Math.max(busiest, (threadTime() - ran) / 1e6)
    last = performance.now()
    ran = threadTime()
  }
  const timer = setInterval(tick, 1).unref()
  return {
    reset() {
      tick()
      longest = 0
      busiest = 0
    },
    read() {
      tick()
      return { longest, busiest }
    },
    stop: () => clearInterval(timer),
  }
}
