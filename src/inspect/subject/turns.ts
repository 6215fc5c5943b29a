import { checkSignal } from '../../base/abort.ts'

/** Lets other work of the JS thread run between the pieces of a long loop, about every half millisecond. */
export class Turns {
  readonly #signal: AbortSignal | undefined
  #since = performance.now()

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal
  }

  /** Gives way if it is time. Call it after each piece: `if (turns.isOver) await turns.next()`. */
  get isOver(): boolean {
    return performance.now() - this.#since > 0.5
  }

  /** @throws {GatecastError} `ABORT_ERR` if the signal is aborted */
  async next(): Promise<void> {
    await new Promise(setImmediate)
    checkSignal(this.#signal)
    this.#since = performance.now()
  }
}
