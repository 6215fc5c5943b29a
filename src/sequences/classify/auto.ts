import { oneOf, optionsOf } from '../../base/options/options.ts'
import { checkSet } from '../data/check_set.ts'
import { checkLabels, classesOf, codesOf, numbersOf } from '../data/labels.ts'
import { copyOfSequences } from '../data/pack.ts'
import type { SequenceSet } from '../data/sequence.ts'
import { type ClassScores, classificationScores } from '../metrics/classification.ts'
import { type NumberScores, regressionScores } from '../metrics/regression.ts'
import {
  classifierFields,
  type SequenceClassifier,
  type SequenceClassifierOptions,
  sequenceClassifier,
} from './classifier.ts'
import { type CompareOptions, callOf, compareCandidates, compareChecks, type SequenceContender } from './compare.ts'
import { type SequenceRegressor, type SequenceRegressorOptions, sequenceRegressor } from './regressor.ts'
import { settleOptions } from './settle.ts'

/** Options of `autoSequenceClassifier`. */
export interface AutoClassifierOptions extends CompareOptions<SequenceClassifierOptions, ClassScores> {
  /** The score that decides; default `accuracy`. Of equal ones the first candidate is chosen. */
  metric?: 'accuracy' | 'balancedAccuracy' | 'f1' | 'auc' | 'logLoss'
}

/** Options of `autoSequenceRegressor`. */
export interface AutoRegressorOptions extends CompareOptions<SequenceRegressorOptions, NumberScores> {
  /** The score that decides; default `rmse`. */
  metric?: 'rmse' | 'mae' | 'r2'
}

/** The chosen classifier, and the results of all candidates. */
export interface AutoClassifierResult {
  /** The best candidate, fitted to all sequences. */
  classifier: SequenceClassifier
  /** All candidates that were tried, the best first. */
  leaderboard: SequenceContender<SequenceClassifierOptions, ClassScores>[]
}

/** The chosen regressor, and the results of all candidates. */
export interface AutoRegressorResult {
  /** The best candidate, fitted to all sequences. */
  regressor: SequenceRegressor
  /** All candidates that were tried, the best first. */
  leaderboard: SequenceContender<SequenceRegressorOptions, NumberScores>[]
}

/**
 * Tries classifiers by cross-validation, and fits the best one to all sequences.
 *
 * @param set - sequences, and a label for each
 * @returns the fitted classifier, and all candidates, the best first
 * @throws {GatecastError} as `fit` of a classifier; `ERR_TYPE`, `ERR_RANGE` naming the option
 * @example
 * const { classifier, leaderboard } = await autoSequenceClassifier(gestures, {
 *   candidates: [{ kind: 'miniRocket' }, { kind: 'gru', epochs: 5 }],
 * })
 */
export async function autoSequenceClassifier(
  set: SequenceSet,
  options: AutoClassifierOptions = {},
): Promise<AutoClassifierResult> {
  const metrics = ['accuracy', 'balancedAccuracy', 'f1', 'auc', 'logLoss']
  const checks = { ...compareChecks, metric: oneOf(metrics) }
  const { metric = 'accuracy', ...given } = optionsOf('autoSequenceClassifier', options, checks)
  checkSet(set)
  const labels = checkLabels(set.labels, set.sequences.length)
  const classes = classesOf(labels)
  const own = { sequences: await copyOfSequences(set.sequences, given.signal), labels }
  const goodness = (scores: ClassScores) => (metric === 'logLoss' ? -scores.logLoss : scores[metric])
  const leaderboard = await compareCandidates(own, codesOf(labels, classes), classes.length, given, {
    check: (candidate) => settleOptions('a candidate', candidate, classifierFields),
    async run(candidate, training, held, call) {
      const classifier = sequenceClassifier(candidate)
      // Only the log loss depends on how sure the probabilities are.
      await classifier.fit(training, { ...call, calibrate: metric === 'logLoss' })
      return classifier.predict(held.sequences, call)
    },
    score(rows, parts) {
      const actual = rows.map((row) => labels[row])
      const predicted = parts.flatMap((part) => part.labels)
      const probabilities = parts.flatMap((part) => part.probabilities)
      return classificationScores(actual, { labels: predicted, probabilities, classes })
    },
    isBetter: (a, b) => goodness(a) > goodness(b),
  })
  const classifier = sequenceClassifier(leaderboard[0].options)
  await classifier.fit(own, callOf(given))
  return { classifier, leaderboard }
}

/**
 * Tries regressors by cross-validation, and fits the best one to all sequences.
 *
 * @param set - sequences, and a number for each as its label
 * @returns the fitted regressor, and all candidates, the best first
 * @throws {GatecastError} as `fit` of a regressor; `ERR_TYPE`, `ERR_RANGE` naming the option
 * @example
 * const { regressor } = await autoSequenceRegressor({ sequences, labels: levels }, {
 *   candidates: [{ kind: 'miniRocket' }, { kind: 'gru', epochs: 5 }],
 * })
 */
export async function autoSequenceRegressor(
  set: SequenceSet,
  options: AutoRegressorOptions = {},
): Promise<AutoRegressorResult> {
  const checks = { ...compareChecks, metric: oneOf(['rmse', 'mae', 'r2']) }
  const { metric = 'rmse', ...given } = optionsOf('autoSequenceRegressor', options, checks)
  checkSet(set)
  const labels = numbersOf(checkLabels(set.labels, set.sequences.length))
  const own = { sequences: await copyOfSequences(set.sequences, given.signal), labels: [...labels] }
  const leaderboard = await compareCandidates(own, labels, 0, given, {
    check: (candidate) => settleOptions('a candidate', candidate, {}),
    async run(candidate, training, held, call) {
      const regressor = sequenceRegressor(candidate)
      await regressor.fit(training, { ...call, calibrate: false })
      return regressor.predict(held.sequences, call)
    },
    score(rows, parts) {
      const predicted = parts.flatMap(({ values }) => [...values])
      return regressionScores(
        rows.map((row) => labels[row]),
        predicted,
      )
    },
    isBetter: (a, b) => (metric === 'r2' ? a.r2 > b.r2 : a[metric] < b[metric]),
  })
  const regressor = sequenceRegressor(leaderboard[0].options)
  await regressor.fit(own, callOf(given))
  return { regressor, leaderboard }
}
