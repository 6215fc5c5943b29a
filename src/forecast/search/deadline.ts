import { checkSignal } from '../../base/abort.ts'
import { GatecastError } from '../../base/error.ts'

export interface Deadline {
  /** Aborted when the time is up, or when the caller's own signal is aborted. */
  signal: AbortSignal
  /** Lets the process end before the time is up. */
  clear(): void
}

/** A signal that is aborted after `minutes`, or when `signal` is aborted. If both are undefined it is never aborted. */
export function deadlineSignal(minutes: number | undefined, signal: AbortSignal | undefined): Deadline {
  checkSignal(signal)
  if (minutes !== undefined && !(minutes > 0))
    throw new GatecastError('ERR_RANGE', `Expected minutes above 0, got ${minutes}`)
  const own = new AbortController()
  // A timer takes at most 2^31 - 1 milliseconds, about 25 days.
  const milliseconds = Math.min((minutes ?? Number.POSITIVE_INFINITY) * 60_000, 2 ** 31 - 1)
  const timer = setTimeout(() => own.abort(), milliseconds)
  timer.unref()
  return {
    signal: signal ? AbortSignal.any([signal, own.signal]) : own.signal,
    clear: () => clearTimeout(timer),
  }
}
