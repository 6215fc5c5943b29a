import type { Cancel, EpochResult, Graph, Trainer, TrainerOptions, TrainerState } from '../../addon/index.ts'
import { GatecastError } from '../../base/error.ts'
import { orderOf, PieceReader, type SamplePiece, type SampleStream, turnsOf } from './sample_stream.ts'

/**
 * A trainer of samples that come in pieces. Each piece is trained on by a native trainer of its own, which goes on with
 * the weights, the moments and the step of the one before: the optimiser and its schedule know of no pieces.
 */
export class StreamTrainer implements Trainer {
  readonly #graph: Graph
  readonly #stream: SampleStream
  readonly #options: TrainerOptions
  readonly #reader: PieceReader
  readonly #turns: readonly number[]
  readonly #steps: number
  #state: TrainerState | null = null
  #running: Trainer | null = null
  #done = 0

  /** @throws {GatecastError} `ERR_DATA` if there is nothing to train on, or to validate on where that is asked for */
  constructor(graph: Graph, options: TrainerOptions, stream: SampleStream) {
    this.#graph = graph
    this.#stream = stream
    this.#options = options
    this.#reader = new PieceReader(stream)
    this.#turns = turnsOf(stream, options.samplesPerEpoch ?? 0)
    this.#steps = stepsIn(this.#turns, options.batchSize)
    for (const counts of [stream.training, stream.validation])
      if (counts?.every((count) => count === 0))
        throw new GatecastError('ERR_DATA', 'Expected a piece with samples among those of the stream, got none')
  }

  async epoch(run: { cancel?: Cancel }): Promise<EpochResult> {
    const start = performance.now()
    const [before, weights] = [this.#state, this.#graph.weights()]
    try {
      const trained = await this.#train(run)
      const validation = this.#stream.validation ? await this.#validate(run, trained.order) : null
      const state = this.state()
      this.#state = { ...state, epoch: state.epoch + 1 }
      const { loss, gradientNorm, learningRate } = trained
      const milliseconds = performance.now() - start
      return { epoch: this.#state.epoch, loss, validation, learningRate, gradientNorm, milliseconds }
    } catch (error) {
      this.#state = before
      this.#graph.setWeights(weights)
      throw error
    }
  }

  progress(): { step: number; steps: number } {
    return { step: this.#done + (this.#running?.progress().step ?? 0), steps: this.#steps }
  }

  state(): TrainerState {
    if (this.#state) return this.#state
    throw new GatecastError('ERR_DATA', 'Expected a trainer that has run an epoch, got a new one')
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
    const order = orderOf(this.#turns, shuffle, seed, epoch)
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

  /** Backwards, as the last piece is open still. */
  async #validate(run: { cancel?: Cancel }, trained: readonly number[]): Promise<Record<string, number>> {
    const { batchSize, precision, threads } = this.#options
    const { validation = [] } = this.#stream
    this.#graph.setWeights(this.state().weights)
    const means = new Map<string, Mean>()
    const untrained = validation.flatMap((_, piece) => (trained.includes(piece) ? [] : [piece]))
    const order = [...trained.toReversed(), ...untrained].filter((piece) => validation[piece] > 0)
    await this.#reader.visit(order, async (piece, index) => {
      const options = { batchSize, ...run, ...(precision && { precision }), ...(threads && { threads }) }
      const scores = await this.#graph.evaluate(heldOut(piece), options)
      for (const [name, score] of Object.entries(scores)) {
        const mean = means.get(name) ?? new Mean()
        mean.add(score, validation[index])
        means.set(name, mean)
      }
    })
    return Object.fromEntries(Array.from(means, ([name, mean]) => [name, mean.value]))
  }
}

function heldOut({ validation }: SamplePiece) {
  if (validation) return validation
  throw new GatecastError('ERR_DATA', 'Expected a piece with validation samples, as the stream says, got one without')
}

/** Optimiser steps of an epoch. */
export const stepsIn = (turns: readonly number[], batchSize: number): number =>
  turns.reduce((steps, count) => steps + Math.ceil(count / batchSize), 0)

/** A weighted mean that is exact for a single value. */
class Mean {
  value = 0
  #weight = 0

  add(value: number, weight: number): void {
    this.#weight += weight
    this.value += (value - this.value) * (weight / this.#weight)
  }
}
