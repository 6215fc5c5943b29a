import type { CallOptions } from '../../base/abort.ts'
import { checkList } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { objectOf, positive } from '../../base/options/stored.ts'
import { pacer } from '../../base/resources/turns.ts'
import { checkSet } from '../data/check_set.ts'
import { checkLabels, classesOf, codesOf, frozen } from '../data/labels.ts'
import type { Label, Sequence, SequenceSet } from '../data/sequence.ts'
import type { KindOptions } from '../kinds/index.ts'
import { type ClassPrediction, type ClassScores, classificationScores } from '../metrics/classification.ts'
import { type ClassWeights, classWeightsField, weightsOf } from './class_weights.ts'
import { SequenceEstimator } from './estimator.ts'
import type { HeldScores, Lesson } from './kind.ts'
import { settleOptions } from './settle.ts'
import { loadEstimator } from './stored.ts'
import { fitTemperature, softmaxOf } from './temperature.ts'

/** Options of `sequenceClassifier`: the kind with its own options, and these. */
export type SequenceClassifierOptions = KindOptions & {
  /** Weights of the classes while it learns; default equal weights of all sequences. */
  classWeights?: ClassWeights
  /** Seed of all random numbers; default 0. */
  seed?: number
}

/** A prediction for a sequence that is read step by step. */
export interface ClassStep {
  /** The most likely class so far. */
  readonly label: Label
  /** The probability of each class, in the order of `classes`. */
  readonly probabilities: Float64Array
  /** The classes. */
  readonly classes: readonly Label[]
}

interface Reading {
  readonly classes: readonly Label[]
  readonly temperature: number
}

/** The schema of a reading in a file. */
const checkReading = objectOf<Reading>({
  classes: (name, value) => {
    const given = checkList(name, value as Label[])
    if (classesOf(checkLabels(given, given.length)).length === given.length) return
    throw new GatecastError('ERR_RANGE', `Expected ${name} to be labels that differ, got one twice`)
  },
  temperature: positive,
})

/** The options of a classifier that are not those of its kind. */
export const classifierFields = { classWeights: classWeightsField }

const format = 'gatecast-sequence-classifier'

/** Cases that a temperature is fitted to. */
const mostCases = 10_000

/**
 * Learns which class a sequence belongs to. {@link sequenceClassifier} makes one.
 *
 * @example
 * const { accuracy, confusion } = await classifier.score(gestures)
 */
export class SequenceClassifier extends SequenceEstimator<Reading, ClassStep> {
  protected readonly format = format

  /** @internal */
  constructor(options: SequenceClassifierOptions) {
    super(settleOptions('sequenceClassifier', options, classifierFields))
  }

  /** The classes of `fit`: numbers in ascending order, texts in the order of their characters. Empty before `fit`. */
  get classes(): readonly Label[] {
    return this.learned?.reading.classes ?? frozen([])
  }

  /**
   * Predicts the classes of sequences.
   *
   * @param sequences - sequences with the channels of `fit`, of any length
   * @returns the most likely class of each, and the probability of every class
   * @throws {GatecastError} `ERR_TYPE`, `ERR_SHAPE`, `ERR_DATA`, `ERR_NOT_FINITE` naming the sequence; `ERR_DATA` before
   * `fit`; `ABORT_ERR`
   */
  async predict(sequences: readonly Sequence[], options: CallOptions = {}): Promise<ClassPrediction> {
    const learned = this.known()
    const { classes } = learned.reading
    const scores = await this.scoresOf(learned, sequences, options)
    const rows: ClassStep[] = []
    const pace = pacer(options.signal)
    for (let at = 0; at < scores.length; at += classes.length) {
      rows.push(this.stepOf(scores.subarray(at, at + classes.length), learned.reading))
      await pace()
    }
    return {
      labels: rows.map(({ label }) => label),
      probabilities: rows.map(({ probabilities }) => probabilities),
      classes,
    }
  }

  /**
   * Predicts the classes of sequences, and compares them with their labels.
   *
   * @param set - sequences that `fit` has not seen, and a label for each
   * @returns accuracy, balanced accuracy, F1, area under the curve, log loss and the confusion matrix
   * @throws {GatecastError} `ERR_DATA` for a label that `fit` has not seen; else as `predict`
   */
  async score(set: SequenceSet, options: CallOptions = {}): Promise<ClassScores> {
    const { classes } = this.known().reading
    checkSet(set)
    const labels = checkLabels(set.labels, set.sequences.length)
    codesOf(labels, classes)
    return classificationScores(labels, await this.predict(set.sequences, options))
  }

  protected readLabels(given: unknown, sequences: number): { lesson: Omit<Lesson, 'sequences'>; reading: Reading } {
    const labels = checkLabels(given, sequences)
    const classes = classesOf(labels)
    const codes = codesOf(labels, classes)
    const weights = weightsOf(codes, classes, this.settled.given.classWeights as ClassWeights | undefined)
    const lesson = { classes: classes.length, targets: Float64Array.from(codes), weights }
    return { lesson, reading: { classes, temperature: 1 } }
  }

  protected readKnownLabels(
    given: unknown,
    sequences: number,
    { classes }: Reading,
  ): Pick<Lesson, 'targets' | 'classes'> {
    const codes = codesOf(checkLabels(given, sequences), classes)
    return { targets: Float64Array.from(codes), classes: classes.length }
  }

  protected calibrated(reading: Reading, { rows, scores }: HeldScores, { targets, classes }: Lesson): Reading {
    // Some thousand cases are enough for one number.
    const every = Math.ceil(rows.length / mostCases)
    const chosen = rows.filter((_, i) => i % every === 0)
    const codes = Int32Array.from(chosen, (row) => targets[row])
    const kept = scores.filter((_, at) => Math.floor(at / classes) % every === 0)
    return { ...reading, temperature: fitTemperature(kept, codes, classes) }
  }

  protected stepOf(scores: Float64Array, { classes, temperature }: Reading): ClassStep {
    const probabilities = softmaxOf(scores, temperature)
    const best = scores.reduce((best, score, i) => (score > scores[best] ? i : best), 0)
    return { label: classes[best], probabilities, classes }
  }
}

/**
 * Makes a classifier of sequences. Lengths may differ and values may be missing. Its probabilities are calibrated by a
 * temperature that is measured on sequences that it did not learn from.
 *
 * @param options - the kind with its own options, `classWeights` and `seed`
 * @returns a classifier that has learned nothing yet
 * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` naming the option, and the kinds that have it
 * @see Guo et al. 2017, "On calibration of modern neural networks" (temperature)
 * @example
 * const classifier = sequenceClassifier({ kind: 'gru', hiddenSize: 16, epochs: 5 })
 * await classifier.fit(gestures)
 * const { labels, probabilities } = await classifier.predict(sequences)
 */
export const sequenceClassifier = (options: SequenceClassifierOptions = {}): SequenceClassifier =>
  new SequenceClassifier(options)

/**
 * Reads a classifier from a file that `save` wrote.
 *
 * @param path - path of the file
 * @returns a classifier that predicts as the saved one
 * @throws {GatecastError} `ERR_FILE` if the file is broken, of another kind or of another version
 * @example
 * const classifier = await loadSequenceClassifier('gestures.safetensors')
 */
export const loadSequenceClassifier = (path: string): Promise<SequenceClassifier> =>
  loadEstimator<Reading, SequenceClassifier>(path, format, checkReading, (stored, tensors) => {
    const { options, channels, reading, learner } = stored
    const classifier = new SequenceClassifier(options as SequenceClassifierOptions)
    const { classes, temperature } = reading
    const own = { classes: frozen(classes), temperature }
    return classifier.restore(channels, own, classes.length, { config: learner, tensors })
  })
