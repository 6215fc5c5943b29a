import { checkSignal } from '../../base/abort.ts'
import { checkOptions, checkWhole } from '../../base/check.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import { type Panel, seasonOf } from '../../series/index.ts'
import { Backtest } from '../backtest/backtest.ts'
import { longestOf, rowsFor, simpleKind, windowsWithin } from '../backtest/enough_rows.ts'
import { checkMetric, distanceFromBest } from '../backtest/named_metric.ts'
import { checkForecaster, checkHistories, mostSteps } from '../check.ts'
import { averageForecasts, ensemble } from '../ensemble.ts'
import type { Forecaster } from '../forecaster.ts'
import type { ForecasterKind } from '../kind.ts'
import { kinds } from '../kinds/index.ts'
import { detectSeason } from '../season/detect_season.ts'
import { type AttemptOptions, attempt, type Contender, contenderOf, type Tried, timeFor } from './attempt.ts'
import { covariatesOf } from './covariates_of.ts'
import { usualMetric } from './usual_metric.ts'

export type { Contender } from './attempt.ts'

/** Options of `auto`. */
export interface AutoOptions extends AttemptOptions {
  /** Number of steps to forecast. */
  horizon: number
  /** Minutes for all trials and the last fit; default 5. The time of the last fit is an estimate. */
  minutes?: number
  /**
   * Forecasters to try, quick ones first; default {@link localCandidates} and {@link networkCandidates}. If the panel has
   * covariates, the default tries a network that reads them right after the methods that need no estimate.
   */
  candidates?: readonly Forecaster[]
  /**
   * The overall score of the backtest by which candidates are compared; default `mase`, or `mae` if `mase` is not
   * defined: in no series do two values that are a season apart differ.
   */
  metric?: string
  /** Up to this many of the best are averaged, if the average scores better than each; default 3, 1 for no average. */
  average?: number
  /** Called after each candidate and awaited. */
  onProgress?: (progress: { candidate: number; candidates: number; latest: Contender }) => unknown
}

/** The chosen forecaster, and the results of all candidates. */
export interface AutoResult {
  /** The best candidate or an average of the best, fitted on the whole panel. */
  forecaster: Forecaster
  /** The forecaster's score in the backtest; NaN if the series are too short to compare candidates. */
  score: number
  /** All candidates, the best first. */
  leaderboard: Contender[]
}

const optionNames: readonly (keyof AutoOptions)[] = [
  ...(['horizon', 'minutes', 'candidates', 'metric', 'backtest', 'fit', 'average', 'onProgress'] as const),
  ...(['signal', 'threads'] as const),
]

/**
 * The local methods that `auto` tries by default, quick ones first.
 *
 * @param horizon - steps to forecast
 * @returns forecasters that have learned nothing yet
 * @throws {GatecastError} `ERR_RANGE` for a horizon that is no whole number from 1
 * @example
 * const { forecaster } = await auto(panel, { horizon: 12, candidates: localCandidates(12) })
 */
export const localCandidates = (horizon: number): Forecaster[] =>
  candidatesOf(({ cost }) => cost !== 'training', horizon)

/**
 * Networks that learn from all series at once, with their default settings.
 *
 * @param horizon - steps to forecast
 * @returns forecasters that have learned nothing yet
 * @throws {GatecastError} `ERR_RANGE` for a horizon that is no whole number from 1
 * @example
 * const candidates = [seasonalNaive({ horizon: 12 }), ...networkCandidates(12)]
 */
export const networkCandidates = (horizon: number): Forecaster[] =>
  candidatesOf(({ cost }) => cost === 'training', horizon)

/**
 * The default candidates. If the panel has covariates, a network that reads them does not wait for slow estimates. An
 * index has no usual season, so the candidates get the one that is found in its data.
 */
function defaultCandidates(panel: Panel, horizon: number): Forecaster[] {
  const season = panel.frequency.unit === 'step' ? detectSeason(panel) : undefined
  const reads = (forecaster: Forecaster) => (covariatesOf(forecaster, panel) ?? []).length > 0
  const instant = candidatesOf(({ cost }) => cost === 'instant', horizon, season)
  const others = candidatesOf(({ cost }) => cost !== 'instant', horizon, season)
  // Local methods read them, too, but estimate each series for itself.
  const first = others.find((one) => one.learns === 'all series' && reads(one))
  return first ? [...instant, first, ...others.filter((one) => one !== first)] : [...instant, ...others]
}

const candidatesOf = (which: (kind: ForecasterKind) => boolean, horizon: number, season?: number): Forecaster[] =>
  kinds.filter(which).flatMap(({ auto, make, options: fields }) => {
    const found = 'season' in fields ? defined({ season }) : {}
    return auto.map((options) => make({ horizon, ...found, ...options }))
  })

/**
 * Tries candidates in a backtest, and fits the one with the best score, or the average of the best few if it scores
 * better. A candidate that fails or takes too long gets no score; the leaderboard lists it with the reason.
 *
 * If the series are too short for two windows, one window is used, unless `backtest.windows` is given. If they are too
 * short for one, and no candidates are given, nothing is tried: the forecaster is {@link seasonalNaive} if the longest history
 * has two seasons, and {@link naive} otherwise; the score is NaN and the leaderboard is empty.
 *
 * @param panel - the panel of the backtest and of the last fit
 * @throws {GatecastError} `ERR_RANGE`, `ERR_SHAPE` for options and candidates that do not fit; the error of the first
 * candidate, if all failed; `ABORT_ERR`
 * @example
 * const { forecaster, leaderboard } = await auto(panel, { horizon: 28, minutes: 10 })
 * console.table(leaderboard)
 * const forecast = await forecaster.predict(panel)
 */
export async function auto(panel: Panel, options: AutoOptions): Promise<AutoResult> {
  checkOptions('auto', options, optionNames)
  // Refuses a panel that no candidate can be fitted on now, and not after all candidates have been tried.
  checkHistories(panel)
  const { minutes = 5, signal, threads, onProgress } = options
  const horizon = checkWhole('horizon', options.horizon, 1, mostSteps)
  const metric = checkMetric(
    options.metric ?? usualMetric(panel, horizon, options.backtest?.season ?? seasonOf(panel.frequency)),
  )
  const average = checkWhole('average', options.average ?? 3, 1)
  const candidates = options.candidates ?? defaultCandidates(panel, horizon)
  checkCandidates(candidates, horizon)
  const windows = options.backtest?.windows === undefined ? windowsFor(panel, candidates, options) : undefined
  if (windows === 0 && !options.candidates) return simpleResult(panel, horizon)
  const trial = windows ? { ...options, backtest: { ...options.backtest, windows } } : options
  const end = performance.now() + minutes * 60_000
  const tried: Tried[] = []
  for (const forecaster of candidates) {
    const latest = await attempt(panel, forecaster, metric, trial, timeFor(tried, metric, end - performance.now()))
    checkSignal(signal)
    tried.push(latest)
    await onProgress?.({ candidate: tried.length, candidates: candidates.length, latest: contenderOf(latest) })
  }
  if (tried.every(({ score }) => Number.isNaN(score))) throw tried[0].failure
  const ranked = tried.sort((a, b) => rank(metric, a.score) - rank(metric, b.score) || 0)
  const { members, score } = bestAverage(ranked, metric, average, end - performance.now())
  const [first, ...others] = members.map((member) => member.forecaster.fresh())
  const forecaster = others.length > 0 ? ensemble([first, ...others]) : first
  for (const member of members) member.weight = 1 / members.length
  await forecaster.fit(panel, { ...options.fit, ...defined({ signal, threads }) })
  return { forecaster, score, leaderboard: ranked.map(contenderOf) }
}

/** Two windows, or one if the longest history has no room for two; 0 if it has no room for one. */
function windowsFor({ lengths }: Panel, candidates: readonly Forecaster[], { horizon, backtest }: AutoOptions): number {
  const least = Math.min(...candidates.map(rowsFor))
  return windowsWithin(longestOf(lengths), least, { horizon, windows: 2, step: backtest?.step ?? horizon })
}

async function simpleResult(panel: Panel, horizon: number): Promise<AutoResult> {
  const name = simpleKind(panel.lengths, seasonOf(panel.frequency))
  const forecaster = (kinds.find((kind) => kind.name === name) as ForecasterKind).make({ horizon })
  await forecaster.fit(panel)
  return { forecaster, score: Number.NaN, leaderboard: [] }
}

/**
 * The best candidate, or the best few if their average scores better and all of them can be fitted in `left`
 * milliseconds. The average is scored with the forecasts of their backtests.
 */
function bestAverage(
  ranked: readonly Tried[],
  metric: string,
  most: number,
  left: number,
): { members: Tried[]; score: number } {
  let best = { members: ranked.slice(0, 1), score: ranked[0].score }
  for (let count = 2; count <= most; count++) {
    const members = ranked.slice(0, count)
    const backtests = members.flatMap(({ backtest }) => backtest ?? [])
    const seconds = members.reduce((sum, member) => sum + member.seconds, 0)
    if (backtests.length < count || 1000 * seconds > left) break
    const score = averageBacktests(backtests).overall[metric]
    if (rank(metric, score) < rank(metric, best.score)) best = { members, score }
  }
  return best
}

function averageBacktests(backtests: readonly Backtest[]): Backtest {
  const [first] = backtests
  const windows = first.windows.map((window, w) => ({
    ...window,
    forecast: averageForecasts(
      backtests.map((backtest) => backtest.windows[w].forecast),
      'mean',
    ),
  }))
  return new Backtest({ kind: 'ensemble', horizon: first.horizon, season: first.season, windows })
}

function checkCandidates(candidates: readonly Forecaster[], horizon: number): void {
  if (!Array.isArray(candidates) || candidates.length === 0)
    throw new GatecastError('ERR_DATA', 'Expected candidates to be an array of one forecaster or more')
  for (const candidate of candidates) checkForecaster('a candidate', candidate)
  const other = candidates.find((candidate) => candidate.horizon !== horizon)
  if (other)
    throw new GatecastError(
      'ERR_SHAPE',
      `Expected candidates with a horizon of ${horizon}, got ${other.horizon} in ${other.kind}`,
    )
}

/** The sort key of a score: smaller for a better score, infinite without a score. */
const rank = (metric: string, score: number): number =>
  Number.isNaN(score) ? Number.POSITIVE_INFINITY : distanceFromBest(metric, score)
