import { defined } from '../../base/defined.ts'
import { type Pace, pacer } from '../../base/resources/turns.ts'
import { adamW, type History, type Model, oneCycle, type Tensors } from '../../nn/index.ts'
import type { PiecewiseSamples } from '../../nn/training/piecewise_samples.ts'
import type { LearnOptions, Lesson, SequenceProgress } from '../classify/kind.ts'
import { lengthOf, selectSequences } from '../data/select.ts'
import { type Cutting, tokensIn, tokensOf } from './tokens.ts'

/** Options of the training of every network. */
export interface TrainingSettings {
  readonly epochs?: number
  readonly batchSize?: number
  readonly learningRate: number
  readonly seed: number
}

export interface TrainCall extends LearnOptions {
  readonly stage: SequenceProgress['stage']
  /** Rows to measure the loss on after each epoch; the weights of the best epoch are kept. */
  readonly held?: Uint32Array
}

/** Trains a network on some of the sequences of a lesson. */
export async function trainNetwork(
  model: Model,
  lesson: Lesson,
  rows: Uint32Array,
  cutting: Cutting,
  settings: TrainingSettings,
  { stage, held, onProgress, signal, threads }: TrainCall,
): Promise<History> {
  const { batchSize, epochs } = budgetOf(rows.length, settings)
  const pace = pacer(signal)
  const training = await trainingOf(lesson, rows, cutting, batchSize, pace)
  const validation = held ? await batchOf(lesson, held, cutting, pace) : undefined
  const report = ({ epoch, loss }: { epoch: number; loss: number }) =>
    onProgress?.({ stage, done: epoch, total: epochs, loss })
  const options = {
    ...{ batchSize, epochs, clipNorm: 1, seed: settings.seed, onProgress: report },
    optimizer: adamW({ learningRate: settings.learningRate, weightDecay: 0.01 }),
    schedule: oneCycle({ rise: 0.2 }),
    ...defined({ patience: held ? epochs : undefined, signal, threads }),
  }
  if (training.length > 1) return model.fit(inPieces(training, validation), options)
  return model.fit(training[0], { ...options, ...defined({ validation }) })
}

/** Samples of similar length in each piece. The first piece carries all samples for validation. */
function inPieces(pieces: readonly Tensors[], validation: Tensors | undefined): PiecewiseSamples {
  const countOf = ({ lengths }: Tensors) => lengths.data.length
  const held = validation && pieces.map((_, piece) => (piece === 0 ? countOf(validation) : 0))
  return {
    training: pieces.map(countOf),
    ...defined({ validation: held }),
    open: async (piece) => ({
      training: pieces[piece],
      ...defined({ validation: piece === 0 ? validation : undefined }),
      dispose() {},
    }),
  }
}

/**
 * Number of epochs and size of a batch. Few sequences are seen often, in small batches, for at least 600 steps; many are
 * seen up to 40 times, for at most 2,500 steps, but at least 8 times.
 */
function budgetOf(n: number, settings: TrainingSettings): { batchSize: number; epochs: number } {
  const batchSize = settings.batchSize ?? (n < 300 ? 16 : n < 3000 ? 32 : 64)
  const stepsPerEpoch = Math.ceil(n / batchSize)
  const steps = Math.max(600, 8 * stepsPerEpoch, Math.min(2500, 40 * stepsPerEpoch))
  return { batchSize, epochs: settings.epochs ?? Math.ceil(steps / stepsPerEpoch) }
}

/** The arrays of some sequences, as inputs of the network. */
export async function batchOf(lesson: Lesson, rows: Uint32Array, cutting: Cutting, pace: Pace): Promise<Tensors> {
  const { x, valid, lengths } = await tokensOf(selectSequences(lesson.sequences, rows), cutting, pace)
  const targets = Array.from(rows, (row) => lesson.targets[row])
  return {
    ...{ x, valid, lengths },
    target: { shape: [rows.length], data: lesson.classes > 0 ? Int32Array.from(targets) : Float32Array.from(targets) },
    weight: { shape: [rows.length], data: Float32Array.from(rows, (row) => lesson.weights[row]) },
  }
}

/** Sequences are batched by length if filling all up to the longest would make more than this factor of tokens. */
const mostFilling = 1.3

/** Batches of sequences in a piece of similar length. More of them mix the sequences better, but fill up more. */
const batchesInPiece = 4

/** The samples of a training: all in one, or in pieces of similar length. */
async function trainingOf(
  lesson: Lesson,
  rows: Uint32Array,
  cutting: Cutting,
  batchSize: number,
  pace: Pace,
): Promise<Tensors[]> {
  const tokens = (row: number) => tokensIn(lengthOf(lesson.sequences, row), cutting)
  const total = rows.reduce((sum, row) => sum + tokens(row), 0)
  const longest = rows.reduce((most, row) => Math.max(most, tokens(row)), 0)
  if (longest * rows.length <= mostFilling * total) return [await batchOf(lesson, rows, cutting, pace)]
  const sorted = rows.toSorted((a, b) => tokens(a) - tokens(b) || a - b)
  const pieces: Tensors[] = []
  for (let at = 0; at < sorted.length; at += batchesInPiece * batchSize)
    pieces.push(await batchOf(lesson, sorted.slice(at, at + batchesInPiece * batchSize), cutting, pace))
  return pieces
}
