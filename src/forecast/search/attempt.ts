import type { CallOptions } from '../../base/abort.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import type { Json } from '../../base/json.ts'
import type { Panel } from '../../series/index.ts'
import type { Backtest } from '../backtest/backtest.ts'
import { distanceFromBest } from '../backtest/named_metric.ts'
import type { BacktestOptions, FitOptions, Forecaster } from '../forecaster.ts'
import { covariatesOf } from './covariates_of.ts'
import { deadlineSignal } from './deadline.ts'
import { scoreBy } from './score_by.ts'

export interface AttemptOptions extends CallOptions {
  /** Options of the backtest of every candidate; default `{ windows: 2 }`. */
  backtest?: Omit<BacktestOptions, 'fit' | 'signal' | 'threads' | 'onProgress'>
  /** Options for `fit` of every candidate. */
  fit?: FitOptions
}

/** The result of one candidate. */
export interface Contender {
  /** The kind of the candidate, for example `ets`. */
  kind: string
  /** The options of the candidate. */
  configuration: Json
  /** The candidate's score in the backtest; NaN if the candidate failed or time ran out. */
  score: number
  /** Seconds that the backtest of the candidate took. */
  seconds: number
  /** The candidate's weight in the resulting forecaster: 1 if it was chosen alone, 0 if it was not (yet) chosen. */
  weight: number
  /** The covariates of the panel that the candidate reads. Absent for a forecaster of your own that does not say it. */
  covariates?: readonly string[]
  /** The reason why there is no score. */
  error?: string
}

export interface Tried extends Contender {
  forecaster: Forecaster
  backtest: Backtest | null
  /** The error that it threw. */
  failure?: unknown
}

/**
 * Milliseconds for the next candidate. If it wins, its last fit takes about as long as its backtest, so it gets at most
 * half of the time that is left. If it loses, there must be time to fit the best candidate so far. The first candidate
 * gets all the time that is left.
 */
export function timeFor(tried: readonly Tried[], metric: string, left: number): number {
  const scored = tried.filter(({ backtest }) => backtest)
  if (scored.length === 0) return left
  const distance = ({ score }: Tried) => distanceFromBest(metric, score)
  const best = scored.reduce((best, one) => (distance(one) < distance(best) ? one : best))
  return Math.min(left / 2, left - 1000 * best.seconds)
}

export const contenderOf = ({ forecaster: _, backtest: __, failure: ___, ...contender }: Tried): Contender => contender

export async function attempt(
  panel: Panel,
  forecaster: Forecaster,
  metric: string,
  { backtest: options, fit, signal, threads }: AttemptOptions,
  limit: number,
): Promise<Tried> {
  const { kind, options: configuration = null } = forecaster
  const about = {
    forecaster,
    kind,
    configuration,
    ...defined({ covariates: covariatesOf(forecaster, panel) }),
    weight: 0,
  }
  const start = performance.now()
  const failed = (failure: unknown): Tried => ({
    ...{ ...about, backtest: null, score: Number.NaN, failure },
    error: (failure as Error).message,
    seconds: (performance.now() - start) / 1000,
  })
  if (limit <= 0) return failed(new GatecastError('ERR_DATA', 'No time was left'))
  const deadline = deadlineSignal(limit / 60_000, signal)
  try {
    const backtest = await forecaster.backtest(panel, {
      windows: 2,
      ...options,
      ...defined({ fit, threads }),
      signal: deadline.signal,
    })
    const score = scoreBy(backtest, metric)
    return { ...about, backtest, score, seconds: (performance.now() - start) / 1000 }
  } catch (error) {
    return failed(deadline.signal.aborted ? new GatecastError('ERR_DATA', 'Time ran out') : error)
  } finally {
    deadline.clear()
  }
}
