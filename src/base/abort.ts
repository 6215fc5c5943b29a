import { AbortError, binding, GatecastError, type RunOptions } from '../addon/index.ts'

/** What every call that takes time can be given. */
export interface CallOptions {
  /** Default all processors; the result does not depend on it. */
  threads?: number
  /** Stops the call, which then rejects with an `AbortError`. */
  signal?: AbortSignal
}

/**
 * Runs native work that a signal can stop. The work ends at its next op; the call then rejects with an AbortError that
 * has the signal's reason as its cause.
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
    // The addon's own word for it; only this signal could have asked.
    if (error instanceof GatecastError && `${error.code}` === 'ERR_ABORTED') throw new AbortError(signal.reason)
    throw error
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

export function checkSignal(signal: AbortSignal | undefined): void {
  if (signal === undefined) return
  if (!(signal instanceof AbortSignal)) throw new GatecastError('ERR_TYPE', 'Expected signal to be an AbortSignal')
  if (signal.aborted) throw new AbortError(signal.reason)
}
