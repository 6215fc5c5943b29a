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

/** @throws {GatecastError} `ERR_TYPE` if `signal` is not an AbortSignal, `ABORT_ERR` if it is already aborted */
export function checkSignal(signal: AbortSignal | undefined): void {
  if (signal === undefined) return
  if (!isAbortSignal(signal))
    throw new GatecastError('ERR_TYPE', `Expected signal to be an AbortSignal, got ${shown(signal)}`)
  if (signal.aborted) throw new AbortError(signal.reason)
}
