import { isAbortSignal } from './brand.ts'
import { checkOptions, shown } from './check.ts'
import { AbortError, GatecastError } from './error.ts'

/** Options of every asynchronous call. */
export interface CallOptions {
  /** Number of threads; default all processors. The result does not depend on it. */
  threads?: number
  /** Stops the call, which then rejects with an `AbortError`. */
  signal?: AbortSignal
}

/** Options of a call whose only option is a signal. */
export interface SignalOption {
  /** Stops the call, which then rejects with an `AbortError`. */
  signal?: AbortSignal
}

/** The signal among the options of a call that has no other. */
export function signalOf(where: string, options: SignalOption = {}): AbortSignal | undefined {
  checkOptions(where, options, ['signal'])
  return options.signal
}

/**
 * The result of work that ends some time after an abort without further effects, for example that of a thread that is
 * being ended. An abort does not wait for it.
 *
 * @throws {GatecastError} `ABORT_ERR`, or the error of the work
 */
export async function untilAbort<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work
  let stop = () => {}
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new AbortError(signal.reason))
  })
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** @throws {GatecastError} `ERR_TYPE` if `signal` is not an AbortSignal, `ABORT_ERR` if it is already aborted */
export function checkSignal(signal: AbortSignal | undefined): void {
  if (signal === undefined) return
  if (!isAbortSignal(signal))
    throw new GatecastError('ERR_TYPE', `Expected signal to be an AbortSignal, got ${shown(signal)}`)
  if (signal.aborted) throw new AbortError(signal.reason)
}
