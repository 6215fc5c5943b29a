import { checkSignal } from '../../base/abort.ts'

/** Longest time in milliseconds that a loop holds the JS thread. */
const slice = 5

/**
 * Lets the event loop turn during a long loop on the JS thread. The loop asks `due` every few hundred steps:
 *
 *     if ((i & 511) === 0 && pauses.due) await pauses.take()
 */
export class Pauses {
  readonly #signal: AbortSignal | undefined
  #turn = performance.now()

  /** @throws {GatecastError} `ERR_TYPE` if `signal` is not an AbortSignal, `ABORT_ERR` if it is already aborted */
  constructor(signal?: AbortSignal) {
    checkSignal(signal)
    this.#signal = signal
  }

  get due(): boolean {
    return performance.now() - this.#turn > slice
  }

  /** @throws {GatecastError} `ABORT_ERR` if the signal was aborted */
  async take(): Promise<void> {
    await new Promise(setImmediate)
    checkSignal(this.#signal)
    this.#turn = performance.now()
  }
}
