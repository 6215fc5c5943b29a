import type { CallOptions } from '../../base/abort.ts'
import { GatecastError } from '../../base/error.ts'
import { finite, objectOf, positive } from '../../base/options/stored.ts'
import { checkSet } from '../data/check_set.ts'
import { checkLabels, numbersOf } from '../data/labels.ts'
import type { Sequence, SequenceSet } from '../data/sequence.ts'
import type { KindOptions } from '../kinds/index.ts'
import { type NumberScores, regressionScores } from '../metrics/regression.ts'
import { SequenceEstimator } from './estimator.ts'
import type { Lesson } from './kind.ts'
import { settleOptions } from './settle.ts'
import { loadEstimator } from './stored.ts'

/** Options of `sequenceRegressor`: the kind with its own options, and the seed. */
export type SequenceRegressorOptions = KindOptions & {
  /** Seed of all random numbers; default 0. */
  seed?: number
}

/** Predicted numbers. */
export interface NumberPrediction {
  /** The predicted number of each sequence, in units of the labels. */
  readonly values: Float64Array
}

/** A prediction for a sequence that is read step by step. */
export interface NumberStep {
  /** The predicted number so far. */
  readonly value: number
}

/** Mean and standard deviation of the labels of `fit`. */
interface Reading {
  readonly mean: number
  readonly deviation: number
}

/** The schema of a reading in a file. */
const checkReading = objectOf<Reading>({ mean: finite, deviation: positive })

const format = 'gatecast-sequence-regressor'

/**
 * Learns a number that belongs to a sequence. {@link sequenceRegressor} makes one.
 *
 * @example
 * const regressor = await loadSequenceRegressor('age.safetensors')
 * const { values } = await regressor.predict(sequences)
 */
export class SequenceRegressor extends SequenceEstimator<Reading, NumberStep> {
  protected readonly format = format

  /** @internal */
  constructor(options: SequenceRegressorOptions) {
    super(settleOptions('sequenceRegressor', options, {}))
  }

  /**
   * Predicts a number for each sequence.
   *
   * @param sequences - sequences with the channels of `fit`, of any length
   * @returns the predicted numbers
   * @throws {GatecastError} `ERR_TYPE`, `ERR_SHAPE`, `ERR_DATA`, `ERR_NOT_FINITE` naming the sequence; `ERR_DATA` before
   * `fit`; `ABORT_ERR`
   */
  async predict(sequences: readonly Sequence[], options: CallOptions = {}): Promise<NumberPrediction> {
    const learned = this.known()
    const { mean, deviation } = learned.reading
    const scores = await this.scoresOf(learned, sequences, options)
    return { values: scores.map((score) => mean + deviation * score) }
  }

  /**
   * Predicts a number for each sequence, and compares it with the label.
   *
   * @param set - sequences that `fit` has not seen, and a number for each
   * @returns root mean squared error, mean absolute error and R²
   * @throws {GatecastError} as `predict`; `ERR_DATA`, `ERR_TYPE`, `ERR_RANGE` for labels that are missing, no numbers or too large
   */
  async score(set: SequenceSet, options: CallOptions = {}): Promise<NumberScores> {
    this.known()
    checkSet(set)
    const labels = numbersOf(checkLabels(set.labels, set.sequences.length))
    return regressionScores(labels, (await this.predict(set.sequences, options)).values)
  }

  protected readLabels(given: unknown, sequences: number): { lesson: Omit<Lesson, 'sequences'>; reading: Reading } {
    const labels = numbersOf(checkLabels(given, sequences))
    const mean = labels.reduce((sum, label) => sum + label / labels.length, 0)
    const deviation = Math.sqrt(labels.reduce((sum, label) => sum + (label - mean) ** 2 / labels.length, 0))
    if (!(deviation > 1e-12 * Math.abs(mean)))
      throw new GatecastError(
        'ERR_DATA',
        `Expected labels that differ, got ${labels[0]} for each of ${sequences} sequences`,
      )
    const targets = labels.map((label) => (label - mean) / deviation)
    return { lesson: { classes: 0, targets, weights: labels.map(() => 1) }, reading: { mean, deviation } }
  }

  protected readKnownLabels(
    given: unknown,
    sequences: number,
    { mean, deviation }: Reading,
  ): Pick<Lesson, 'targets' | 'classes'> {
    const labels = numbersOf(checkLabels(given, sequences))
    return { targets: labels.map((label) => (label - mean) / deviation), classes: 0 }
  }

  protected calibrated(reading: Reading): Reading {
    return reading
  }

  protected stepOf([score]: Float64Array, { mean, deviation }: Reading): NumberStep {
    return { value: mean + deviation * score }
  }
}

/**
 * Makes a regressor: it learns a number for each sequence, given as its label. Lengths may differ and values may be
 * missing.
 *
 * @param options - the kind with its own options, and `seed`
 * @returns a regressor that has learned nothing yet
 * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` naming the option, and the kinds that have it
 * @example
 * const regressor = sequenceRegressor({ kind: 'gru', hiddenSize: 16, epochs: 5 })
 * await regressor.fit({ sequences, labels: levels })
 * const { values } = await regressor.predict(sequences)
 */
export const sequenceRegressor = (options: SequenceRegressorOptions = {}): SequenceRegressor =>
  new SequenceRegressor(options)

/**
 * Reads a regressor from a file that `save` wrote.
 *
 * @param path - path of the file
 * @returns a regressor that predicts as the saved one
 * @throws {GatecastError} `ERR_FILE` if the file is broken, of another kind or of another version
 * @example
 * const regressor = await loadSequenceRegressor('age.safetensors')
 */
export const loadSequenceRegressor = (path: string): Promise<SequenceRegressor> =>
  loadEstimator<Reading, SequenceRegressor>(path, format, checkReading, (stored, tensors) => {
    const { options, channels, reading, learner } = stored
    const regressor = new SequenceRegressor(options as SequenceRegressorOptions)
    return regressor.restore(channels, reading, 1, { config: learner, tensors })
  })
