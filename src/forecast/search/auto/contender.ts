import type { Json } from '../../../base/json.ts'
import type { Backtest } from '../../backtest/backtest.ts'
import { distanceFromBest } from '../../backtest/named_metric.ts'
import type { FitOptions, Forecaster } from '../../forecaster.ts'

/** The result of one candidate. */
export interface Contender {
  /** The kind of the candidate, for example `ets`. */
  kind: string
  /** The options of the candidate. */
  configuration: Json
  /** The candidate's score in its last round; NaN if it was not started or failed. */
  score: number
  /** Seconds that the trial of the candidate took. */
  seconds: number
  /** The candidate's weight in the resulting forecaster: 1 if it was chosen alone, 0 if it was not (yet) chosen. */
  weight: number
  /** Whether it reached the last round, whose windows the score of the result comes from. */
  final: boolean
  /** The covariates of the panel that the candidate reads. Absent for a forecaster of your own that does not say it. */
  covariates?: readonly string[]
  /** Options with which a network was trained so that it ended in time. */
  fit: FitOptions
  /** The reason why it was not started, for example that the time left is too short to train it. */
  skipped?: string
  /** The error that it threw. */
  error?: string
}

/** A candidate, before and after its trial. */
export interface Trial extends Contender {
  readonly forecaster: Forecaster
  /** The forecasts of its last round. */
  backtest: Backtest | null
  /** The candidate as its trial has fitted it, on rows before the windows. */
  fitted?: Forecaster
  /** Seconds that the fit on all rows will take. */
  fitSeconds: number
  failure?: unknown
}

export const contenderOf = ({ forecaster: _, backtest: __, fitted: ___, ...rest }: Trial): Contender => {
  const { fitSeconds: ____, failure: _____, ...contender } = rest
  return contender
}

/** The sort key of a score: smaller for a better score, infinite without a score. */
export const rank = (metric: string, score: number): number =>
  Number.isNaN(score) ? Number.POSITIVE_INFINITY : distanceFromBest(metric, score)

/** Compares trials: those of the last round first, the best first. */
export const byScore =
  (metric: string) =>
  (a: Trial, b: Trial): number => {
    const [left, right] = [rank(metric, a.score), rank(metric, b.score)]
    // Infinite minus infinite is NaN: candidates without a score keep their order.
    return Number(b.final) - Number(a.final) || (left === right ? 0 : left - right)
  }
