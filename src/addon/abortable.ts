import { type CallOptions, checkSignal } from '../base/abort.ts'
import { AbortError, GatecastError } from '../base/error.ts'
import { binding, type RunOptions } from './index.ts'

/**
 * Runs native work that a signal can stop. The work ends before its next op; then the call rejects with an AbortError
 * whose cause is the reason of the signal.
 */
export async function abortable<T>(
  { threads, signal }: CallOptions,
  work: (run: RunOptions) => Promise<T>,
): Promise<T> {
  const run = threads === undefined ? {} : { threads }
  if (signal === undefined) return work(run)
  checkSignal(signal)
  const cancel = new binding.Cancel()
  const stop = () => cancel.cancel()
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await work({ ...run, cancel })
  } catch (error) {
    // The addon throws this code only after `cancel`, which only this signal calls.
    if (error instanceof GatecastError && `${error.code}` === 'ERR_ABORTED') throw new AbortError(signal.reason)
    throw error
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
