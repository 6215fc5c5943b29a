import { checkSignal } from '../../base/abort.ts'
import { checkOptions, checkWhole } from '../../base/check.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import type { Panel } from '../../series/index.ts'
import { Backtest } from '../backtest/backtest.ts'
import { checkMetric, distanceFromBest } from '../backtest/named_metric.ts'
import { checkForecaster, checkHistories } from '../check.ts'
import { averageForecasts, ensemble } from '../ensemble.ts'
import type { Forecaster } from '../forecaster.ts'
import type { ForecasterKind } from '../kind.ts'
import { kinds } from '../kinds/index.ts'
import { detectSeason } from '../season/detect_season.ts'
import { type AttemptOptions, attempt, type Contender, contenderOf, type Tried, timeFor } from './attempt.ts'

export type { Contender } from './attempt.ts'

/** Options of `auto`. */
export interface AutoOptions extends AttemptOptions {
  /** Number of steps to forecast. */
  horizon: number
  /** Minutes for all trials and the last fit; default 5. The time of the last fit is an estimate. */
  minutes?: number
  /** Forecasters to try, quick ones first; default {@link localCandidates} and {@link networkCandidates}. */
  candidates?: readonly Forecaster[]
  /** The overall score of the backtest by which candidates are compared; default `mase`. */
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
  /** The forecaster's score in the backtest. */
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

const candidatesOf = (which: (kind: ForecasterKind) => boolean, horizon: number, season?: number): Forecaster[] =>
  kinds.filter(which).flatMap(({ auto, make, options: fields }) => {
    const found = 'season' in fields ? defined({ season }) : {}
    return auto.map((options) => make({ horizon, ...found, ...options }))
  })

/** All default candidates. An index has no usual season, so they get the one that is found in its data. */
function defaultCandidates(panel: Panel, horizon: number): Forecaster[] {
  const season = panel.frequency.unit === 'step' ? detectSeason(panel) : undefined
  const isNetwork = ({ cost }: ForecasterKind) => cost === 'training'
  return [...candidatesOf((kind) => !isNetwork(kind), horizon, season), ...candidatesOf(isNetwork, horizon, season)]
}

/**
 * Tries candidates in a backtest, and fits the one with the best score, or the average of the best few if it scores
 * better. A candidate that fails or takes too long gets no score; the leaderboard lists it with the reason.
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
  const metric = checkMetric(options.metric ?? 'mase')
  const horizon = checkWhole('horizon', options.horizon, 1)
  const average = checkWhole('average', options.average ?? 3, 1)
  const candidates = options.candidates ?? defaultCandidates(panel, horizon)
  checkCandidates(candidates, horizon)
  const end = performance.now() + minutes * 60_000
  const tried: Tried[] = []
  for (const forecaster of candidates) {
    const latest = await attempt(panel, forecaster, metric, options, timeFor(tried, metric, end - performance.now()))
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
