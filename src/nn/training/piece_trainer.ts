import type { Cancel, EpochResult, Graph, Trainer, TrainerOptions, TrainerState } from '../../addon/index.ts'
import { GatecastError } from '../../base/error.ts'
import { weightsOf } from './averaging.ts'
import { countTurns, orderPieces, PieceReader, type PiecewiseSamples, type SamplePiece } from './piecewise_samples.ts'

/**
 * Trains on samples in pieces. Each piece has its own native trainer, which starts from the weights, the moments and
 * the step of the trainer before it, so optimiser and schedule continue as if the samples were given whole.
 */
export class PieceTrainer implements Trainer {
  readonly #graph: Graph
  readonly #samples: PiecewiseSamples
  readonly #options: TrainerOptions
  readonly #reader: PieceReader
  readonly #turns: readonly number[]
  readonly #steps: number
  #state: TrainerState | null = null
  #running: Trainer | null = null
  #done = 0

  /**
   * @throws {GatecastError} `ERR_DATA` if no piece has training samples, or validation is wanted and no piece has any
   */
  constructor(graph: Graph, options: TrainerOptions, samples: PiecewiseSamples) {
    this.#graph = graph
    this.#samples = samples
    this.#options = options
    this.#reader = new PieceReader(samples)
    this.#turns = countTurns(samples, options.samplesPerEpoch ?? 0)
    this.#steps = countSteps(samples, this.#turns, options)
    for (const purpose of ['training', 'validation'] as const)
      if (samples[purpose]?.every((count) => count === 0))
        throw new GatecastError('ERR_DATA', `Expected at least one piece with ${purpose} samples, got none`)
  }

  async epoch(run: { cancel?: Cancel }): Promise<EpochResult> {
    const start = performance.now()
    const [before, weights] = [this.#state, this.#graph.weights()]
    try {
      const trained = await this.#train(run)
      const validation = this.#samples.validation ? await this.#validate(run, trained.order) : null
      const state = this.state()
      this.#state = { ...state, epoch: state.epoch + 1 }
      const { loss, gradientNorm, learningRate } = trained
      const milliseconds = performance.now() - start
      return { epoch: this.#state.epoch, loss, validation, learningRate, gradientNorm, milliseconds }
    } catch (error) {
      this.#state = before
      throw error
    } finally {
      // Validation needs the new weights in the graph. The caller publishes them, if it accepts the epoch.
      this.#graph.setWeights(weights)
    }
  }

  progress(): { step: number; steps: number } {
    return { step: this.#done + (this.#running?.progress().step ?? 0), steps: this.#steps }
  }

  state(): TrainerState {
    if (this.#state) return this.#state
    throw new GatecastError('ERR_DATA', 'Expected a trainer that has run an epoch, got a new trainer')
  }

  restore(state: TrainerState): void {
    this.#state = state
  }

  dispose(): void {
    this.#reader.dispose()
  }

  async #train(run: { cancel?: Cancel }) {
    const { shuffle, seed } = this.#options
    const epoch = this.#state?.epoch ?? 0
    const order = orderPieces(this.#turns, shuffle, seed, epoch)
    const [loss, gradientNorm] = [new Mean(), new Mean()]
    let learningRate = 0
    this.#done = 0
    await this.#reader.visit(order, async ({ training }, piece) => {
      const trainer = this.#graph.trainer({ ...this.#options, samplesPerEpoch: this.#turns[piece] }, training, null)
      try {
        if (this.#state) trainer.restore(this.#state)
        this.#running = trainer
        const result = await trainer.epoch(run)
        const { steps } = trainer.progress()
        loss.add(result.loss, this.#turns[piece])
        gradientNorm.add(result.gradientNorm, steps)
        learningRate = result.learningRate
        this.#state = { ...trainer.state(), epoch }
        this.#done += steps
      } finally {
        this.#running = null
        trainer.dispose()
      }
    })
    return { loss: loss.value, gradientNorm: gradientNorm.value, learningRate, order }
  }

  /** Goes through the pieces in reverse order, because the last piece is still open. */
  async #validate(run: { cancel?: Cancel }, trained: readonly number[]): Promise<Record<string, number>> {
    const { batchSize, precision, threads } = this.#options
    const { validation = [] } = this.#samples
    this.#graph.setWeights(weightsOf(this.state()))
    const means = new Map<string, Mean>()
    const untrained = validation.flatMap((_, piece) => (trained.includes(piece) ? [] : [piece]))
    const order = [...trained.toReversed(), ...untrained].filter((piece) => validation[piece] > 0)
    await this.#reader.visit(order, async (piece, index) => {
      const options = { batchSize, precision, threads, ...run }
      const scores = await this.#graph.evaluate(validationOf(piece), options)
      for (const [name, score] of Object.entries(scores)) {
        const mean = means.get(name) ?? new Mean()
        mean.add(score, validation[index])
        means.set(name, mean)
      }
    })
    return Object.fromEntries(Array.from(means, ([name, mean]) => [name, mean.value]))
  }
}

function validationOf({ validation }: SamplePiece) {
  if (validation) return validation
  throw new GatecastError('ERR_DATA', 'Expected a piece with the validation samples that were counted, got none')
}

/** Number of optimiser steps in an epoch: each piece ends with a batch of its own, and a batch with a cut of its own. */
export const countSteps = (
  { timeSteps }: PiecewiseSamples,
  turns: readonly number[],
  { batchSize, truncate }: { batchSize: number; truncate: number },
): number =>
  turns.reduce((steps, count, piece) => {
    const cuts = truncate > 0 && timeSteps ? Math.ceil(timeSteps[piece] / truncate) : 1
    return steps + Math.ceil(count / batchSize) * cuts
  }, 0)

/** A running weighted mean. Of a single value it is exactly that value. */
class Mean {
  value = 0
  #weight = 0

  add(value: number, weight: number): void {
    this.#weight += weight
    this.value += (value - this.value) * (weight / this.#weight)
  }
}
