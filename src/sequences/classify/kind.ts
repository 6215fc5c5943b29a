import type { PackedSequences } from '../../addon/index.ts'
import type { CallOptions } from '../../base/abort.ts'
import type { Json } from '../../base/json.ts'
import type { Fields } from '../../base/options/fields.ts'
import type { Gradients, Model, Tensors } from '../../nn/index.ts'

/** Progress of a training. */
export interface SequenceProgress {
  /**
   * `rehearsal`, a network's training on a part of the sequences, which measures how sure it may be; then `training`. Kind
   * `miniRocket` reports `training` once, at the end.
   */
  stage: 'rehearsal' | 'training'
  /** Number of epochs of the stage that are done. */
  done: number
  /** Number of all epochs of the stage. */
  total: number
  /** Mean loss of the epoch, of a network. */
  loss?: number
}

/** The sequences of a fit, and what is learned from them. */
export interface Lesson {
  readonly sequences: PackedSequences
  /** Number of classes; 0 if numbers are learned. */
  readonly classes: number
  /** The number of each sequence's class; or a number, with mean 0 and variance 1 over the sequences. */
  readonly targets: Float64Array
  /** Weight of each sequence, with mean 1. */
  readonly weights: Float64Array
}

export interface LearnOptions extends CallOptions {
  /** Whether scores of sequences that are not learned from are wanted. They may take a second training. */
  readonly calibrate: boolean
  readonly onProgress?: (progress: SequenceProgress) => unknown
}

/** Scores of sequences, by a model that did not learn from them. */
export interface HeldScores {
  /** The numbers of the sequences. */
  readonly rows: Uint32Array
  /** `[rows, classes]`, or `[rows]` if numbers are learned. */
  readonly scores: Float64Array
}

/** All that a learner has learned, to be saved. */
export interface LearnerState {
  readonly config: Json
  readonly tensors: Tensors
}

/** Reads one sequence step by step. */
export interface ScoreStream {
  /** @returns the scores of the sequence up to this step */
  push(step: Float64Array): Float64Array
  reset(): void
  dispose(): void
}

/** Learns scores of sequences: a number for each class, the highest for the most likely one; or one number. */
export interface SequenceLearner {
  /** Learns once. The learner is new: a second fit makes another one. */
  fit(lesson: Lesson, options: LearnOptions): Promise<HeldScores | null>
  /** `[sequences, classes]`, or `[sequences]` if numbers are learned. */
  scores(sequences: PackedSequences, options: CallOptions): Promise<Float64Array>
  state(): LearnerState
  /** @throws {GatecastError} `ERR_PROGRAM` if the learner needs whole sequences */
  stream(): ScoreStream
  /** The network, if the learner is one. */
  readonly model?: Model
  /** Gradients of a network's loss over all sequences at once. */
  gradients?(lesson: Lesson, options: CallOptions): Promise<Gradients>
}

/**
 * Everything that the library knows about a kind of classifier and regressor. One file in `kinds` defines a kind, and
 * `kinds/index.ts` lists it.
 */
export interface SequenceKind {
  readonly name: string
  /** One phrase that describes the method. */
  readonly summary: string
  readonly options: Fields
  /** @param options - checked, with defaults */
  make(options: object): SequenceLearner
  /** @throws {GatecastError} `ERR_FILE` if the state is not one of this kind */
  fromState(options: object, state: LearnerState): SequenceLearner
}
