import { setImmediate } from 'node:timers/promises'
import { checkSignal } from '../../base/abort.ts'

/** Milliseconds that work may hold the JS thread. */
const longest = 8

/**
 * The turn of a piece of work on the JS thread. Between its parts, the work asks whether its turn is over, and then
 * lets other work run.
 *
 * @example
 * const turn = new Turn(signal)
 * for (const part of parts) {
 *   work(part)
 *   if (turn.isOver) await turn.next()
 * }
 */
export class Turn {
  readonly #signal: AbortSignal | undefined
  #since = performance.now()

  constructor(signal?: AbortSignal) {
    this.#signal = signal
  }

  get isOver(): boolean {
    return performance.now() - this.#since > longest
  }

  /** @throws {GatecastError} `ABORT_ERR` */
  async next(): Promise<void> {
    await setImmediate()
    checkSignal(this.#signal)
    this.#since = performance.now()
  }
}
