import { type CallOptions, checkSignal } from '../../base/abort.ts'
import { checkFunction } from '../../base/check.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import type { Json } from '../../base/json.ts'
import { type Checks, flag, optionsOf, unchecked } from '../../base/options/options.ts'
import type { Gradients, Model, Tensors } from '../../nn/index.ts'
import { checkSet } from '../data/check_set.ts'
import { copyOfLabels } from '../data/labels.ts'
import { packSequences } from '../data/pack.ts'
import type { Sequence, SequenceSet } from '../data/sequence.ts'
import type { HeldScores, LearnerState, Lesson, SequenceLearner, SequenceProgress } from './kind.ts'
import { type SequenceStream, streamOf } from './sequence_stream.ts'
import type { Settled } from './settle.ts'
import { type StoredEstimator, saveEstimator } from './stored.ts'

/** Options of `fit`. */
export interface SequenceFitOptions extends CallOptions {
  /**
   * Whether scores of sequences that are held out decide how sure the probabilities are; default true. With fewer than
   * 1,000 sequences, a network is then trained twice, first on three quarters of them. Kind `miniRocket` needs no second
   * training. With false, probabilities of a network may be too sure.
   */
  calibrate?: boolean
  /** Called and awaited after each epoch of a network, and at the end of kind `miniRocket`. */
  onProgress?: (progress: SequenceProgress) => unknown
}

/** The result of `fit`. */
export interface SequenceFitReport {
  /** Seconds that `fit` took. */
  seconds: number
}

const callChecks: Checks<CallOptions> = { threads: unchecked, signal: unchecked }
const fitChecks: Checks<SequenceFitOptions> = { ...callChecks, calibrate: flag, onProgress: checkFunction }

/** All that a fit has learned. It never changes: a call that began before another fit ends with what it began with. */
export interface Learned<Reading> {
  readonly learner: SequenceLearner
  readonly channels: number
  /** How scores are read: as classes or as numbers. */
  readonly reading: Reading
}

/** What a classifier and a regressor have in common: sequences in, scores out. */
export abstract class SequenceEstimator<Reading, Step> {
  /** The kind of model, for example `gru`. */
  readonly kind: string
  protected readonly settled: Settled
  #learned: Learned<Reading> | null = null

  /** @internal */
  protected constructor(settled: Settled) {
    this.kind = settled.kind.name
    this.settled = settled
  }

  /** The options that it was made with. */
  get options(): Json {
    return structuredClone(this.settled.given) as unknown as Json
  }

  /**
   * The network, for example to look at its weights.
   *
   * @throws {GatecastError} `ERR_PROGRAM` for a kind that is no network, `ERR_DATA` before `fit`
   */
  get model(): Model {
    const { model } = this.known().learner
    if (model) return model
    throw new GatecastError('ERR_PROGRAM', `Expected a kind that is a network, got ${this.kind}, which has no model`)
  }

  /**
   * Learns from sequences and their labels. A second call learns anew.
   *
   * @param set - sequences, and a label for each
   * @throws {GatecastError} `ERR_TYPE`, `ERR_SHAPE`, `ERR_DATA`, `ERR_NOT_FINITE` naming the sequence or label;
   * `ABORT_ERR`; after an error the model is as before
   */
  async fit(set: SequenceSet, options: SequenceFitOptions = {}): Promise<SequenceFitReport> {
    const start = performance.now()
    const { calibrate = true, onProgress, ...call } = optionsOf('fit', options, fitChecks)
    checkSignal(call.signal)
    checkSet(set)
    // The caller may change the list while the sequences are copied.
    const labels = copyOfLabels(set.labels)
    const sequences = await packSequences(set.sequences, call)
    const { lesson, reading } = this.readLabels(labels, sequences.offsets.length - 1)
    const whole = { ...lesson, sequences }
    const learner = this.settled.kind.make(this.settled.settings)
    const held = await learner.fit(whole, { ...call, calibrate, ...defined({ onProgress }) })
    checkSignal(call.signal)
    const { channels } = sequences
    this.#learned = { learner, channels, reading: held ? this.calibrated(reading, held, whole) : reading }
    return { seconds: (performance.now() - start) / 1000 }
  }

  /**
   * The gradient of a network's loss, over all sequences of a set at once.
   *
   * @param set - few sequences, and a label for each
   * @returns the norm of dLoss/dHidden at each step of each recurrent layer, and the gradient of each weight
   * @throws {GatecastError} `ERR_PROGRAM` for a kind that is no network; else as `fit`
   */
  async gradients(set: SequenceSet, options: CallOptions = {}): Promise<Gradients> {
    const call = optionsOf('gradients', options, callChecks)
    const { learner, channels, reading } = this.known()
    if (!learner.gradients) throw new GatecastError('ERR_PROGRAM', `Expected a network, got kind ${this.kind}`)
    checkSet(set)
    const labels = copyOfLabels(set.labels)
    const packed = await packSequences(set.sequences, { ...call, channels })
    const { targets, classes } = this.readKnownLabels(labels, packed.offsets.length - 1, reading)
    const weights = new Float64Array(targets.length).fill(1)
    return learner.gradients({ sequences: packed, targets, classes, weights }, call)
  }

  /**
   * Starts to read one sequence step by step.
   *
   * @returns a stream; `push` takes a step and gives the prediction for the sequence so far
   * @throws {GatecastError} `ERR_PROGRAM` for a kind that needs whole sequences: use `gru` or `lstm` with
   * `bidirectional: false`; `ERR_DATA` before `fit`
   */
  stream(): SequenceStream<Step> {
    const { learner, channels, reading } = this.known()
    return streamOf(learner.stream(), channels, (scores) => this.stepOf(scores, reading))
  }

  /**
   * Writes one safetensors file. It appears whole or not at all.
   *
   * @param path - path of the file; its name usually ends in `.safetensors`
   * @throws {GatecastError} `ERR_FILE` if it cannot be written, `ERR_DATA` before `fit`
   */
  async save(path: string): Promise<void> {
    const { stored, tensors } = this.toStored()
    await saveEstimator(path, this.format, stored, tensors)
  }

  /** @internal Everything that it has learned, as `save` writes it. */
  toStored(): { stored: StoredEstimator<Reading>; tensors: Tensors } {
    const { learner, channels, reading } = this.known()
    const { config, tensors } = learner.state()
    return { stored: { options: this.settled.given, channels, reading, learner: config }, tensors: tensors as Tensors }
  }

  /**
   * @internal Makes the state of a file its own. A short sequence shows whether its parts fit together.
   *
   * @param outputs - number of scores of a sequence
   */
  async restore(channels: number, reading: Reading, outputs: number, state: LearnerState): Promise<this> {
    const { kind, settings } = this.settled
    const learned = { learner: kind.fromState(settings, state), channels, reading }
    const steps = Array.from({ length: 2 }, () => new Array<number>(channels).fill(0))
    const scores = await this.scoresOf(learned, [steps], { threads: 1 })
    if (scores.length !== outputs)
      throw new GatecastError('ERR_DATA', `Expected ${outputs} scores of a sequence, got ${scores.length}`)
    this.#learned = learned
    return this
  }

  protected abstract readonly format: string
  /** Reads the labels of a fit. */
  protected abstract readLabels(
    labels: unknown,
    sequences: number,
  ): { lesson: Omit<Lesson, 'sequences'>; reading: Reading }
  /** Reads labels of sequences that the model is compared with. */
  protected abstract readKnownLabels(
    labels: unknown,
    sequences: number,
    reading: Reading,
  ): Pick<Lesson, 'targets' | 'classes'>
  /** The reading, after scores of sequences were seen that were not learned from. */
  protected abstract calibrated(reading: Reading, held: HeldScores, lesson: Lesson): Reading
  protected abstract stepOf(scores: Float64Array, reading: Reading): Step

  protected async scoresOf(
    { learner, channels }: Learned<Reading>,
    sequences: readonly Sequence[],
    options: CallOptions,
  ): Promise<Float64Array> {
    const call = optionsOf('predict', options, callChecks)
    checkSignal(call.signal)
    const packed = await packSequences(sequences, { ...call, channels })
    return learner.scores(packed, call)
  }

  protected get learned(): Learned<Reading> | null {
    return this.#learned
  }

  protected known(): Learned<Reading> {
    if (this.#learned) return this.#learned
    throw new GatecastError('ERR_DATA', 'Expected a model that has learned, got a new one. Call fit(set) first')
  }
}
