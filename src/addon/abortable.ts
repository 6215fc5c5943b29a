import { type CallOptions, checkSignal } from '../base/abort.ts'
import { AbortError, GatecastError } from '../base/error.ts'
import { binding, type RunOptions } from './index.ts'

/**
 * Runs native work that a signal can stop. The work ends at its next op; the call then rejects with an AbortError whose
 * cause is the signal's reason.
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
    // The addon reports the stop by a code of its own; no other signal can have caused it.
    if (error instanceof GatecastError && `${error.code}` === 'ERR_ABORTED') throw new AbortError(signal.reason)
    throw error
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
