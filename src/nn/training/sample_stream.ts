import { binding, type Windows } from '../../addon/index.ts'

/** Samples of one piece of a {@link SampleStream}. */
export interface SamplePiece {
  readonly training: Windows
  /** Measured after each epoch. */
  readonly validation?: Windows
  /** Releases its memory. */
  dispose(): void
}

/**
 * Samples that come in pieces, where all of them are more than memory holds. An epoch goes from piece to piece, and
 * through each as through data that are given whole; while one trains the next is opened, so two are there at a time.
 */
export interface SampleStream {
  /** Samples of each piece: as many as it opens with, or none, and then it is passed over. */
  readonly training: readonly number[]
  readonly validation?: readonly number[]
  open(piece: number): Promise<SamplePiece>
}

export const isSampleStream = (data: unknown): data is SampleStream =>
  typeof data === 'object' && data !== null && 'open' in data && typeof data.open === 'function'

const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0)

/** Samples of each piece that take their turns in an epoch of so many, 0 for all: as many of each as it has its share. */
export function turnsOf({ training }: SampleStream, samplesPerEpoch: number): number[] {
  const share = samplesPerEpoch ? Math.min(1, samplesPerEpoch / sum(training)) : 1
  return training.map((count) => (count === 0 ? 0 : Math.max(1, Math.round(share * count))))
}

// Initial weights are drawn from streams that are numbered from 0.
const firstStream = 2 ** 52

/** The pieces that have turns, in the order of an epoch. */
export function orderOf(turns: readonly number[], shuffle: boolean, seed: number, epoch: number): number[] {
  const order = turns.flatMap((count, piece) => (count > 0 ? [piece] : []))
  if (!shuffle) return order
  const keys = binding.random('uniform', seed, firstStream + epoch, turns.length)
  return order.sort((a, b) => keys[a] - keys[b])
}

/** Opens pieces one after another, each while work goes on with the one before. */
export class PieceReader {
  readonly #stream: SampleStream
  readonly #opened = new Map<number, Promise<SamplePiece>>()

  constructor(stream: SampleStream) {
    this.#stream = stream
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
    const piece = this.#stream.open(index)
    // Whoever waits for it is told; until then nobody may.
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
