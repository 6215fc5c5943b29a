// Long work on the JS thread gives way: other work of the thread runs between its pieces.

import { checkSignal } from '../abort.ts'

/** Milliseconds of work after which the thread is free for other work. Two of them and a timer are far below 50 ms. */
const slice = 5

/** Gives way in a loop of asynchronous work: `if (turns.isOver) await turns.next()`. */
export class Turns {
  readonly #signal: AbortSignal | undefined
  #since = performance.now()

  /** @throws {GatecastError} `ABORT_ERR` if the signal is aborted already */
  constructor(signal: AbortSignal | undefined) {
    checkSignal(signal)
    this.#signal = signal
  }

  /** Whether it is time to give way. */
  get isOver(): boolean {
    return performance.now() - this.#since > slice
  }

  /** @throws {GatecastError} `ABORT_ERR` if the signal is aborted */
  async next(): Promise<void> {
    await new Promise(setImmediate)
    checkSignal(this.#signal)
    this.#since = performance.now()
  }
}

/**
 * Work in pieces: it yields after each of them, so that one text serves synchronous and asynchronous calls. A piece is
 * about {@link pieceRows} rows.
 */
export type InPieces<T> = Generator<undefined, T, undefined>

/** Rows of a piece: at most some milliseconds where a row takes a microsecond. */
export const pieceRows = 4096

/** Calls `piece` with ranges of rows that follow each other, and yields after each. */
export function* eachPiece(rows: number, piece: (from: number, to: number) => void): InPieces<void> {
  for (let from = 0; from < rows; from += pieceRows) {
    piece(from, Math.min(rows, from + pieceRows))
    yield
  }
}

/** Work that is done already. */
// biome-ignore lint/correctness/useYield: it has no pieces
export function* done<T>(value: T): InPieces<T> {
  return value
}

/** Does all pieces at once. */
export function atOnce<T>(work: InPieces<T>): T {
  for (;;) {
    const { done: isDone, value } = work.next()
    if (isDone) return value
  }
}

/**
 * Does the pieces and gives way between them.
 *
 * @throws {GatecastError} `ABORT_ERR` if the signal is aborted
 */
export async function inTurns<T>(work: InPieces<T>, signal: AbortSignal | undefined): Promise<T> {
  const turns = new Turns(signal)
  for (;;) {
    const { done: isDone, value } = work.next()
    if (isDone) return value
    if (turns.isOver) await turns.next()
  }
}

/** To await now and then in a loop. */
export type Pace = () => Promise<void>

/** Makes a function to await now and then: it gives way if it is time. */
export function pacer(signal?: AbortSignal): Pace {
  const turns = new Turns(signal)
  return async () => {
    if (turns.isOver) await turns.next()
  }
}
