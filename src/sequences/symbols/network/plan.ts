import type { Encoded } from '../data/encoded.ts'
import type { LearningData } from '../kind.ts'
import { shuffled } from './pieces.ts'
import { cutRow, cutRows, type Row } from './rows.ts'
import type { NetworkTraining, Trainable } from './trainable.ts'

export interface TrainingPlan {
  readonly rows: readonly Row[]
  readonly heldOut: { readonly data: Encoded; readonly rows: readonly Row[] } | null
  readonly batchSize: number
  readonly usualEpochs: number
}

/** Validation reads rows of at most this length without truncation, and at most so many ids. */
const validationLength = 512
const validationIds = 200_000

/** A training whose epochs are not given has at least this number of updates and reads at least so many ids. */
const usualSteps = 5000
const usualIds = 3_000_000

/** Rows, batches and epochs of a training. */
export function planTraining(data: LearningData, network: Trainable, options: NetworkTraining): TrainingPlan {
  const batchSize = options.batchSize ?? usualBatch(data.training)
  // Long sequences make as many rows as a batch has, so that they train side by side.
  const share = Math.ceil(data.training.ids.length / batchSize)
  const longest = Math.min(network.longest, Math.max(256, share))
  const all = cutRows(data.training, longest)
  const { rows, held } = data.heldOut ? { rows: all, held: [] } : splitRows(all, options)
  const heldOut = data.heldOut
    ? { data: data.heldOut, rows: cutRows(data.heldOut, longest) }
    : { data: data.training, rows: held }
  const validation = limited(
    shuffled(heldOut.rows, options.seed).flatMap((row) => cutRow(row, Math.min(longest, validationLength))),
  )
  const steps = rows.reduce((sum, { length }) => sum + Math.ceil(length / (network.truncate || length)), 0) / batchSize
  return {
    rows,
    heldOut: validation.length > 0 ? { data: heldOut.data, rows: validation } : null,
    batchSize,
    usualEpochs: Math.min(
      60,
      Math.max(3, Math.ceil(Math.max(usualSteps / steps, usualIds / data.training.ids.length))),
    ),
  }
}

/** From 4 to 16 rows, so that few data still make some batches. */
function usualBatch({ ids, offsets }: Encoded): number {
  const rows = Math.max(offsets.length - 1, ids.length / 256)
  return 2 ** Math.min(4, Math.max(2, Math.floor(Math.log2(rows / 96))))
}

/** If no sequences are held out, rows of them are. */
function splitRows(rows: readonly Row[], { heldOut, seed }: NetworkTraining): { rows: Row[]; held: Row[] } {
  const count = Math.floor(heldOut * rows.length)
  const held = new Set(shuffled(rows, seed).slice(0, count))
  return { rows: rows.filter((row) => !held.has(row)), held: [...held] }
}

function limited(rows: readonly Row[]): Row[] {
  let ids = 0
  return rows.filter(({ length }) => {
    ids += length
    return ids <= validationIds || ids === length
  })
}
