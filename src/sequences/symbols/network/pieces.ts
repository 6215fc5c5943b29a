import { binding } from '../../../addon/index.ts'
import { defined } from '../../../base/defined.ts'
import type { PiecewiseSamples } from '../../../nn/training/piecewise_samples.ts'
import type { Encoded } from '../data/encoded.ts'
import { longestOf, type Row, samplesOf } from './rows.ts'

/** A piece has at most this number of batches, so that an epoch mixes short and long rows. */
const batchesInPiece = 8

/** A piece has at most this number of steps, padding included, so that its arrays stay small. */
const cellsInPiece = 4_000_000

/**
 * Groups rows by length, so that little is padded. The order of rows of one length is random, and so is the order in
 * which an epoch visits the pieces.
 */
export function groupRows(rows: readonly Row[], batchSize: number, seed: number): Row[][] {
  const order = shuffled(rows, seed).sort((a, b) => a.length - b.length)
  const pieces: Row[][] = []
  let piece: Row[] = []
  for (const row of order) {
    const isFull = piece.length === batchesInPiece * batchSize || (piece.length + 1) * row.length > cellsInPiece
    if (isFull && piece.length % batchSize === 0 && piece.length > 0) {
      pieces.push(piece)
      piece = []
    }
    piece.push(row)
  }
  pieces.push(piece)
  return pieces
}

/** The samples of the pieces, made when a piece is due. All held-out rows belong to the first piece: one mean for all. */
export function openPieces(
  data: Encoded,
  pieces: readonly Row[][],
  heldOut: { data: Encoded; rows: readonly Row[] } | null,
  make: { start: number; positions: boolean },
): PiecewiseSamples {
  const samples = (of: Encoded, rows: readonly Row[]) => samplesOf(of, rows, make.start, make.positions)
  return {
    training: pieces.map((rows) => rows.length),
    timeSteps: pieces.map(longestOf),
    ...defined({ validation: heldOut ? pieces.map((_, piece) => (piece === 0 ? heldOut.rows.length : 0)) : undefined }),
    open: async (piece) => ({
      training: samples(data, pieces[piece]),
      ...defined({ validation: heldOut && piece === 0 ? samples(heldOut.data, heldOut.rows) : undefined }),
      dispose: () => {},
    }),
  }
}

// The initial weights of networks use the random sequences 0, 1, 2, ..., and shuffling within an epoch those from 2^52.
const ownSequence = 2 ** 51

/** The items in a random order that depends on the seed and their number alone. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  if (items.length < 2) return [...items]
  const keys = binding.random('uniform', seed, ownSequence, items.length)
  const order = Array.from(keys.keys()).sort((a, b) => keys[a] - keys[b])
  return order.map((index) => items[index])
}
