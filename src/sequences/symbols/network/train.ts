import { defined } from '../../../base/defined.ts'
import { GatecastError } from '../../../base/error.ts'
import { deadlineSignal } from '../../../forecast/search/deadline.ts'
import { adamW, type Model, oneCycle, type Progress } from '../../../nn/index.ts'
import type { LearningData } from '../kind.ts'
import type { SymbolEpoch } from '../results/fit_results.ts'
import { groupRows, openPieces } from './pieces.ts'
import { planTraining } from './plan.ts'
import { longestOf, type Row, samplesOf } from './rows.ts'
import type { NetworkTraining, Trainable } from './trainable.ts'

/** Trains a new network. The weights are those of the epoch with the fewest bits per symbol on held-out rows. */
export async function trainSymbols(
  data: LearningData,
  network: Trainable,
  options: NetworkTraining,
): Promise<{ model: Model; epochs: SymbolEpoch[] }> {
  const { seed, minutes, signal, threads, precision } = options
  const { rows, heldOut, batchSize, usualEpochs } = planTraining(data, network, options)
  const pieces = groupRows(rows, batchSize, seed)
  const samples = openPieces(data.training, pieces, heldOut, { start: data.size, positions: network.positions })
  const deadline = deadlineSignal(minutes, signal)
  const model = network.make()
  const done: SymbolEpoch[] = []
  const { truncate, learningRate } = network
  const training = { batchSize, truncate, seed, clipNorm: 1, ...defined({ threads, precision }) }
  try {
    const wanted = options.epochs ?? usualEpochs
    const milliseconds =
      minutes === undefined ? 0 : await timeEpoch(data, network, rows, { ...training, signal: deadline.signal })
    const fitting = minutes === undefined ? wanted : Math.floor((0.8 * minutes * 60_000) / milliseconds)
    const epochs = Math.max(1, Math.min(wanted, fitting))
    await model.fit(samples, {
      ...training,
      epochs,
      signal: deadline.signal,
      optimizer: adamW({ learningRate: options.learningRate ?? learningRate, weightDecay: 0.01 }),
      schedule: oneCycle({ rise: 0.15 }),
      // All epochs run, since a long plateau may come before a memory forms; the best epoch is kept.
      ...defined({ patience: heldOut ? epochs : undefined }),
      onProgress: async (progress) => {
        done.push(epochOf(progress))
        await options.onProgress?.(epochOf(progress))
      },
    })
  } catch (error) {
    if (!isTimeUp(error, deadline.signal, signal)) {
      model[Symbol.dispose]()
      throw error
    }
    if (done.length === 0) {
      model[Symbol.dispose]()
      throw new GatecastError(
        'ERR_RANGE',
        `Expected enough minutes for one epoch, got ${minutes}. Give more minutes, fewer sequences, or a smaller hiddenSize`,
      )
    }
  } finally {
    deadline.clear()
  }
  return { model, epochs: done }
}

/** The milliseconds of an epoch, estimated from one batch. */
async function timeEpoch(
  { training: data, size }: LearningData,
  network: Trainable,
  rows: readonly Row[],
  options: { batchSize: number; truncate: number; signal: AbortSignal },
): Promise<number> {
  const batch = rows.slice(0, options.batchSize).map((row) => ({ ...row, length: Math.min(row.length, 256) }))
  const samples = samplesOf(data, batch, size, network.positions)
  using model = network.make()
  const time = async (epochs: number): Promise<number> => {
    const start = performance.now()
    await model.fit(samples, { ...options, epochs })
    return performance.now() - start
  }
  // The difference leaves out the time to plan memory and to start threads.
  const once = await time(1)
  const batchTime = Math.max((await time(4)) - once, once / 10) / 3
  const steps = rows.reduce((sum, { length }) => sum + length, 0)
  return batchTime * (steps / (batch.length * longestOf(batch)))
}

const epochOf = ({ epoch, epochs, loss, validation, elapsed, remaining }: Progress): SymbolEpoch => ({
  epoch,
  epochs,
  bitsPerSymbol: loss / Math.LN2,
  heldOutBitsPerSymbol: validation ? validation.loss / Math.LN2 : null,
  elapsed,
  remaining,
})

const isTimeUp = (error: unknown, deadline: AbortSignal, signal: AbortSignal | undefined): boolean =>
  (error as { code?: unknown } | null)?.code === 'ABORT_ERR' && deadline.aborted && !signal?.aborted
