import { binding, type Samples } from '../../addon/index.ts'

/** One piece of {@link PiecewiseSamples}, open in memory. */
export interface SamplePiece<S extends Samples = Samples> {
  readonly training: S
  /** Samples that validation measures after each epoch. */
  readonly validation?: S
  /** Releases the memory of the piece. */
  dispose(): void
}

/**
 * Samples in pieces, for data that do not fit into memory. An epoch trains on one piece after another, and treats each
 * piece like a whole data set. While one piece trains, the next one opens: at most two pieces are in memory.
 */
export interface PiecewiseSamples {
  /** Number of training samples of each piece, known before it opens. A piece with 0 samples is skipped. */
  readonly training: readonly number[]
  /** Number of validation samples of each piece. */
  readonly validation?: readonly number[]
  /** Number of time steps of the training samples of each piece. Truncated back-propagation needs it. */
  readonly timeSteps?: readonly number[]
  open(piece: number): Promise<SamplePiece>
}

export const isPiecewise = (data: unknown): data is PiecewiseSamples =>
  typeof data === 'object' && data !== null && 'open' in data && typeof data.open === 'function'

const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0)

/**
 * How many samples of each piece an epoch trains on: all if `samplesPerEpoch` is 0, else the same share of every piece,
 * at least one sample.
 */
export function countTurns({ training }: PiecewiseSamples, samplesPerEpoch: number): number[] {
  const share = samplesPerEpoch ? Math.min(1, samplesPerEpoch / sum(training)) : 1
  return training.map((count) => (count === 0 ? 0 : Math.max(1, Math.round(share * count))))
}

// The initial weights use the random sequences 0, 1, 2, ... Shuffling starts at a much higher number, so that no
// sequence is used twice.
const firstSequence = 2 ** 52

/** The pieces that an epoch trains on, in their order. Shuffled, the order depends on seed and epoch alone. */
export function orderPieces(turns: readonly number[], shuffle: boolean, seed: number, epoch: number): number[] {
  const order = turns.flatMap((count, piece) => (count > 0 ? [piece] : []))
  if (!shuffle) return order
  const keys = binding.random('uniform', seed, firstSequence + epoch, turns.length)
  return order.sort((a, b) => keys[a] - keys[b])
}

/** Opens pieces in a given order, each while the caller works on the piece before it. */
export class PieceReader {
  readonly #samples: PiecewiseSamples
  readonly #opened = new Map<number, Promise<SamplePiece>>()

  constructor(samples: PiecewiseSamples) {
    this.#samples = samples
  }

  async visit(order: readonly number[], work: (piece: SamplePiece, index: number) => Promise<void>): Promise<void> {
    for (const [place, index] of order.entries()) {
      this.#keepOnly(index)
      const piece = await this.#open(index)
      if (place + 1 < order.length) this.#open(order[place + 1])
      await work(piece, index)
    }
  }

  dispose(): void {
    this.#keepOnly(null)
  }

  #open(index: number): Promise<SamplePiece> {
    const known = this.#opened.get(index)
    if (known) return known
    const piece = this.#samples.open(index)
    // `visit` may await this promise much later. Until then a rejection must not count as unhandled.
    piece.catch(() => {})
    this.#opened.set(index, piece)
    return piece
  }

  #keepOnly(kept: number | null): void {
    for (const [index, piece] of this.#opened) {
      if (index === kept) continue
      this.#opened.delete(index)
      piece.then(
        (opened) => opened.dispose(),
        () => {},
      )
    }
  }
}
