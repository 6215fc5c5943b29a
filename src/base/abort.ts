import { AbortError, GatecastError } from './error.ts'

/** Options of every call that takes time. */
export interface CallOptions {
  /** Number of threads; default all processors. The result does not depend on it. */
  threads?: number
  /** Stops the call, which then rejects with an `AbortError`. */
  signal?: AbortSignal
}

/** @throws {GatecastError} `ERR_TYPE` for what is no signal, `ABORT_ERR` if the signal is aborted already */
export function checkSignal(signal: AbortSignal | undefined): void {
  if (signal === undefined) return
  if (!(signal instanceof AbortSignal)) throw new GatecastError('ERR_TYPE', 'Expected signal to be an AbortSignal')
  if (signal.aborted) throw new AbortError(signal.reason)
}
