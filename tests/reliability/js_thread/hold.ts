// How long a call keeps the JS thread from everything else.

import { setTimeout as sleep } from 'node:timers/promises'
import { type Holds, watchHolds } from '../../setup/watch_holds.ts'
import { type Aborted, abortAt } from '../aborts/abort_at.ts'

export interface Held extends Aborted, Holds {}

/**
 * Runs a call while a timer ticks each millisecond. A call that takes longer than `limit` is aborted.
 *
 * @param limit - milliseconds after which the signal is aborted
 */
export async function measureHold(work: (signal: AbortSignal) => unknown, limit: number): Promise<Held> {
  const watch = watchHolds()
  await sleep(5)
  watch.reset()
  const aborted = await abortAt(work, limit)
  watch.read()
  await sleep(3)
  watch.stop()
  return { ...aborted, ...watch.read() }
}
