// Random search with successive halving: many configurations get a small budget, the best of them get a larger one, and
// so on. So a poor configuration costs little time.
//
// Source: Bergstra and Bengio 2012, "Random search for hyper-parameter optimization"; Jamieson and Talwalkar 2016,
// "Non-stochastic best arm identification and hyperparameter optimization".

import { type CallOptions, checkSignal } from '../../base/abort.ts'
import { checkFunction, checkOptions, checkWhole } from '../../base/check.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import type { Panel } from '../../series/index.ts'
import { checkMetric, distanceFromBest } from '../backtest/named_metric.ts'
import { checkPanel } from '../check.ts'
import type { BacktestOptions, FitOptions, Forecaster } from '../forecaster.ts'
import { type Configuration, checkSpace, draw, type Space } from '../space.ts'
import { deadlineSignal } from './deadline.ts'
import { scoreBy } from './score_by.ts'
import { type Evaluation, readEvaluations, type SearchIdentity, writeEvaluations } from './search_state.ts'

/** Options of a search. */
export interface SearchOptions<S extends Space> extends CallOptions {
  /** The options to vary: `{ hiddenSize: choice([32, 64]), learningRate: logUniform(1e-4, 1e-2) }`. */
  space: S
  /** Makes the forecaster of a configuration. */
  build: (configuration: Configuration<S>) => Forecaster
  /** Makes the options of `fit` for a configuration and a budget; default `{ epochs: budget }`. */
  fit?: (configuration: Configuration<S>, budget: number) => FitOptions
  /** Number of configurations to begin with; default 27. */
  trials?: number
  /** After each round the best 1 / `factor` of the configurations get a budget `factor` times as large; default 3. */
  factor?: number
  /** The smallest and the largest budget; default `[2, 18]`. With one number, all trials get it, in a single round. */
  budget?: number | readonly [smallest: number, largest: number]
  /** The overall score of the backtest by which configurations are compared; default `mase`. */
  metric?: string
  /** Options of the backtest; default one window, the last `horizon` rows. */
  backtest?: Omit<BacktestOptions, 'fit' | 'signal' | 'threads' | 'onProgress'>
  /** Seed of the drawn configurations; default 0. */
  seed?: number
  /** Minutes after which the search ends with the best trial so far; default no limit. */
  minutes?: number
  /** Path of a file that is written after each evaluation. A search with the same options resumes from it. */
  state?: string
  /** Called after each evaluation and awaited. */
  onProgress?: (progress: SearchProgress<S>) => unknown
}

/** A configuration and its score. */
export interface Trial<S extends Space> {
  /** One value for each option of the space. */
  configuration: Configuration<S>
  /** The largest budget that the configuration got. */
  budget: number
  /** The score with that budget; NaN if the evaluation failed. */
  score: number
  /** The reason why there is no score. */
  error?: string
}

/** Progress of a search. */
export interface SearchProgress<S extends Space> {
  /** Number of evaluations that are done. */
  evaluation: number
  /** Number of all evaluations. */
  evaluations: number
  /** The trial that was evaluated last. */
  latest: Trial<S>
}

/** The result of a search. */
export interface SearchResult<S extends Space> {
  /** The trial with the best score at the largest budget. */
  best: Trial<S>
  /** The evaluated trials: larger budgets first; with equal budgets, better scores first. */
  trials: Trial<S>[]
  /** Whether time ran out before the last evaluation. */
  stoppedEarly: boolean
}

const optionNames: readonly (keyof SearchOptions<Space>)[] = [
  ...(['space', 'build', 'fit', 'trials', 'factor', 'budget', 'metric', 'backtest', 'seed', 'minutes'] as const),
  ...(['state', 'onProgress', 'signal', 'threads'] as const),
]

/**
 * Searches for a good configuration of a forecaster. It compares configurations by their scores in a backtest.
 *
 * @param panel - the panel of the backtest
 * @returns the best trial and all others; it does not build and fit the best forecaster
 * @throws {GatecastError} `ERR_RANGE` naming the option, `ERR_DATA` if all evaluations failed, `ERR_FILE` if the state
 * file belongs to another search, `ABORT_ERR`
 * @see Bergstra and Bengio 2012, "Random search for hyper-parameter optimization"; Jamieson and Talwalkar 2016
 * @example
 * const { best } = await search(panel, {
 *   space: { hiddenSize: choice([32, 64, 128]), learningRate: logUniform(1e-4, 1e-2) },
 *   build: ({ hiddenSize }) => gru({ horizon: 24, hiddenSize }),
 *   fit: ({ learningRate }, epochs) => ({ epochs, optimizer: adam({ learningRate }) }),
 *   trials: 9,
 *   budget: [1, 9],
 *   minutes: 10,
 *   state: 'search.json',
 * })
 */
export async function search<const S extends Space>(panel: Panel, options: SearchOptions<S>): Promise<SearchResult<S>> {
  checkOptions('a search', options, optionNames)
  checkPanel(panel)
  const { space, minutes, state, signal, onProgress } = options
  checkSpace(space)
  checkFunction('build', options.build ?? null)
  checkFunction('fit', options.fit)
  checkFunction('onProgress', onProgress)
  const metric = checkMetric(options.metric ?? 'mase')
  const seed = checkWhole('seed', options.seed ?? 0, 0)
  const trials = checkWhole('trials', options.trials ?? 27, 1)
  const factor = checkWhole('factor', options.factor ?? 3, 2)
  const budgets = budgetsOf(options.budget ?? [2, 18], factor)
  const identity: SearchIdentity = { seed, trials, factor, budgets, metric, options: Object.keys(space) }
  const done = state === undefined ? [] : await readEvaluations(state, identity)
  const sizes = budgets.map((_, rung) => Math.max(1, Math.floor(trials / factor ** rung)))
  const evaluations = sizes.reduce((sum, size) => sum + size, 0)
  const deadline = deadlineSignal(minutes, signal)
  try {
    let running = Array.from({ length: trials }, (_, trial) => trial)
    for (const [rung, budget] of budgets.entries()) {
      for (const trial of running) {
        if (done.some((evaluation) => evaluation.trial === trial && evaluation.budget === budget)) continue
        const evaluation = await evaluate(panel, options, { trial, budget, seed, metric, signal: deadline.signal })
        checkSignal(signal)
        if (!evaluation) return resultOf(space, seed, metric, done, true)
        done.push(evaluation)
        if (state !== undefined) await writeEvaluations(state, identity, done)
        await onProgress?.({ evaluation: done.length, evaluations, latest: trialOf(space, seed, evaluation) })
      }
      const ranked = done.filter(({ budget: own, score }) => own === budget && score !== null).sort(better(metric))
      running = ranked.slice(0, sizes[rung + 1]).map(({ trial }) => trial)
    }
    return resultOf(space, seed, metric, done, false)
  } finally {
    deadline.clear()
  }
}

/** Runs one backtest; null if the search is stopped. After a configuration that fails the search continues. */
async function evaluate<S extends Space>(
  panel: Panel,
  options: SearchOptions<S>,
  run: { trial: number; budget: number; seed: number; metric: string; signal: AbortSignal },
): Promise<Evaluation | null> {
  const { trial, budget, seed, metric, signal } = run
  if (signal.aborted) return null
  const { space, build, threads } = options
  const start = performance.now()
  const seconds = () => (performance.now() - start) / 1000
  try {
    const configuration = draw(space, seed, trial)
    const backtest = await build(configuration).backtest(panel, {
      windows: 1,
      ...options.backtest,
      fit: options.fit?.(configuration, budget) ?? { epochs: budget },
      signal,
      ...defined({ threads }),
    })
    const score = await scoreBy(backtest, metric, signal)
    return { trial, budget, score: Number.isFinite(score) ? score : null, seconds: seconds() }
  } catch (error) {
    if (signal.aborted) return null
    return { trial, budget, score: null, seconds: seconds(), error: (error as Error).message }
  }
}

function budgetsOf(budget: number | readonly [number, number], factor: number): number[] {
  if (typeof budget === 'number') return [checkWhole('budget', budget, 1)]
  const [smallest, largest] = budget
  checkWhole('the smallest budget', smallest, 1)
  checkWhole('the largest budget', largest, smallest)
  const budgets = []
  for (let next = largest; next >= smallest; next = Math.floor(next / factor)) budgets.unshift(next)
  return budgets
}

/** Compares evaluations for sorting: the best score first, evaluations without a score last. */
function better(metric: string): (a: Evaluation, b: Evaluation) => number {
  const distance = ({ score }: Evaluation) =>
    score === null ? Number.POSITIVE_INFINITY : distanceFromBest(metric, score)
  return (a, b) => distance(a) - distance(b) || 0
}

const trialOf = <S extends Space>(space: S, seed: number, { trial, budget, score, error }: Evaluation): Trial<S> => ({
  configuration: draw(space, seed, trial),
  budget,
  score: score ?? Number.NaN,
  ...defined({ error }),
})

function resultOf<S extends Space>(
  space: S,
  seed: number,
  metric: string,
  done: readonly Evaluation[],
  stoppedEarly: boolean,
): SearchResult<S> {
  const largest = new Map<number, Evaluation>()
  for (const evaluation of done)
    if (evaluation.budget >= (largest.get(evaluation.trial)?.budget ?? 0)) largest.set(evaluation.trial, evaluation)
  const byScore = better(metric)
  const ranked = [...largest.values()].sort((a, b) => b.budget - a.budget || byScore(a, b))
  const best = ranked.find(({ score }) => score !== null)
  if (!best)
    throw new GatecastError(
      'ERR_DATA',
      `Expected a score of one trial or more, got ${done.length} evaluations without a score: ` +
        `${done.length === 0 ? 'time ran out before the first one ended' : (done[0].error ?? 'their scores are infinite')}`,
    )
  return { best: trialOf(space, seed, best), trials: ranked.map((one) => trialOf(space, seed, one)), stoppedEarly }
}
