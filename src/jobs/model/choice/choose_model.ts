// Chooses the model of a job with `model: auto` by a backtest, on a small sample of the data so that it takes seconds.

import { checkSignal } from '../../../base/abort.ts'
import { checkObject } from '../../../base/check.ts'
import { defined } from '../../../base/defined.ts'
import { GatecastError } from '../../../base/error.ts'
import { longestOf, rowsForBacktest, simpleKind } from '../../../forecast/backtest/enough_rows.ts'
import { checkPanel } from '../../../forecast/check.ts'
import type { Backtest, FitOptions } from '../../../forecast/index.ts'
import { lastRows } from '../../../forecast/panel_rows.ts'
import { bestAverage } from '../../../forecast/search/auto/average.ts'
import { planFor, withWindows } from '../../../forecast/search/rounds/plan.ts'
import type { SupportOptions } from '../../../forecast/support.ts'
import { type Panel, seasonOf } from '../../../series/index.ts'
import type { RunOptions } from '../../events.ts'
import { forecasterOf } from '../forecaster_of.ts'
import type { ModelOfKind } from '../model_kinds.ts'
import { type Candidate, candidatesFor } from './candidates.ts'

/** The chosen model, and the scores of all that were tried. */
export interface Choice {
  /** Kind and options of the best model. */
  model: ModelOfKind
  /** The models that are averaged, the best first, if their average scores better than each of them. */
  average?: ModelOfKind[]
  /** Options of `fit` for the chosen model. */
  fit: FitOptions
  /** The score of the average, or of the best model. Absent if the choice is simple. */
  score?: number
  /** Scores by `metric`, the best first, and the covariates that each model reads. Empty if the choice is simple. */
  scores: { kind: string; score: number; covariates: string[] }[]
  /** The windows in which the models were compared. Absent if the choice is simple. */
  windows?: number
  /** Number of series in the windows. Absent if the choice is simple. */
  series?: number
  /** Number of rows at the end of each series that were used, if some series have more. */
  rows?: number
  /** Metric of the scores: `mae` if no series changes enough for `mase`. */
  metric: 'mase' | 'mae'
  /** Why no models were compared: the histories are too short. Absent if models were compared. */
  simple?: string
  /** Whether some of its forecasts were below 0, and no value of the history is. */
  belowZero?: true
}

/** The parts of a job on which a choice depends. */
export interface ChoiceJob {
  /** Number of steps to forecast. */
  readonly horizon: number
  /** Seed of networks. */
  readonly seed: number
  /** Steps in the seasons, ascending, if the frequency has no usual ones. */
  readonly season?: number | readonly number[]
  /** Memory for rows during a training. If it is limited, networks are not averaged with other models. */
  readonly train?: { readonly memory?: string | undefined }
  /** Limits of the target, which all models get. */
  readonly support?: SupportOptions
}

/** Rows of all series together that are read for a choice, and rows of one series. */
const rowsInAll = 20_000
const rowsOfSeries = 1000

/** The number of series that {@link chooseModel} needs. */
export function seriesToTry({ series, rows }: { series: number; rows: number }): number {
  const typical = Math.min(rowsOfSeries, rows / series)
  return Math.min(64, Math.max(8, Math.ceil(rowsInAll / typical)))
}

/**
 * Tries the kinds that have a quick trial (seasonal naive, Theta, ETS, a small GRU, ...) in a backtest, and takes the best,
 * or the average of the best that differ if it scores better. If the panel has covariates, networks that read them are
 * tried as well, trained as long as they are for a forecast. The fewer series there are, the more windows are compared.
 * The choice does not depend on time, so that the same data give the same choice.
 *
 * If the histories are too short for a single window, no kind is tried: the choice is `seasonalNaive` if the longest
 * history has two seasons, and `naive` otherwise.
 *
 * @param panel - some series, of which the last rows are used
 * @param total - number of series and rows of the whole source: kinds that are too slow for it, or need more, are left out
 * @param job - steps to forecast, the seed of networks, and limits of the target
 * @param run - the listener of events, and the signal that stops the call
 * @throws {GatecastError} `ABORT_ERR`, and errors for which no series is to blame
 * @example
 * const { model, scores } = await chooseModel(panel, { series: 3, rows: 3000 }, { horizon: 28, seed: 0 })
 */
export async function chooseModel(
  panel: Panel,
  total: { series: number; rows: number },
  job: ChoiceJob,
  run: RunOptions = {},
): Promise<Choice> {
  checkPanel(panel)
  checkObject('total', total)
  checkObject('job', job)
  const { horizon } = job
  const most = Math.max(rowsOfSeries, 10 * horizon)
  const part = lastRows(panel, most)
  const candidates = candidatesFor(part, total, job, run)
  const least = Math.min(...candidates.map(({ needs }) => needs))
  const plan = planFor(part, horizon, least)
  if (!plan) {
    const needed = rowsForBacktest(least, { horizon, windows: 1, step: horizon })
    const rows = longestOf(part.lengths)
    return simpleChoice(
      part,
      job,
      `the longest series has ${rows} rows, and a test of ${horizon} steps needs ${needed}`,
    )
  }
  // A window of many rows takes longer. The limit is what three windows of all rows of a large source take.
  const affordable = Math.min(mostWindows, Math.max(3, Math.floor((3 * rowsInAll) / part.rowCount)))
  const { windows, step, series } = plan.windows > affordable ? withWindows(plan, affordable) : plan
  const tested = part.select(series)
  const tried: Tried[] = []
  let failure: GatecastError | undefined
  for (const [done, candidate] of candidates.entries()) {
    run.onEvent?.({ type: 'progress', stage: 'tune', done, total: candidates.length, unit: 'models' })
    checkSignal(run.signal)
    try {
      const forecaster = forecasterOf(candidate.model, job)
      const options = { windows, step, fit: candidate.trialFit, ...defined({ signal: run.signal }) }
      tried.push({ candidate, backtest: await forecaster.backtest(tested, options) })
    } catch (error) {
      checkSignal(run.signal)
      if (!(error instanceof GatecastError)) throw error
      run.onEvent?.({ type: 'note', text: `not tried: ${candidate.model.kind}. ${error.message}` })
      failure ??= error
    }
  }
  run.onEvent?.({ type: 'progress', stage: 'tune', done: candidates.length, total: candidates.length, unit: 'models' })
  if (tried.length === 0) return simpleChoice(part, job, failure?.message ?? '')
  const rows = longestOf(panel.lengths) > most ? most : undefined
  return { ...bestOf(tried, part, job), windows, series: tested.seriesCount, ...defined({ rows }) }
}

interface Tried {
  readonly candidate: Candidate
  readonly backtest: Backtest
}

function bestOf(tried: readonly Tried[], panel: Panel, job: ChoiceJob): Choice {
  // Series that never change have no scale: compare them in their own unit.
  const metric = tried.some(({ backtest }) => Number.isFinite(backtest.overall.mase)) ? 'mase' : 'mae'
  const scored = tried.map((one) => ({ ...one, score: one.backtest.overall[metric] }))
  const ranked = scored.filter(({ score }) => Number.isFinite(score)).sort((a, b) => a.score - b.score)
  const [best, ...others] = ranked.length > 0 ? ranked : scored
  const { members, backtest, score } = bestAverage([best, ...others], metric, {
    most: mostMembers,
    isPossible: (some) => canTrainTogether(some, job),
    ...defined({ limit: ranked.find(({ candidate }) => candidate.model.kind === 'seasonalNaive')?.score }),
  })
  const average = members.map(({ candidate }) => candidate.model)
  const { fit } = (members.find(({ candidate }) => candidate.trains) ?? best).candidate
  return {
    ...{ model: best.candidate.model, fit },
    ...(average.length > 1 ? { average } : {}),
    ...defined({ score: Number.isFinite(score) ? score : undefined }),
    scores: ranked.map(({ candidate: { model: own, covariates }, score: value }) => ({
      ...{ kind: own.kind, score: value, covariates },
    })),
    metric,
    ...(fallsBelowZero(backtest, panel) ? { belowZero: true as const } : {}),
  }
}

/** An ensemble gives all of its members the same options of training, and all rows at once. */
function canTrainTogether(members: readonly { candidate: Candidate }[], { train }: ChoiceJob): boolean {
  const trained = members.flatMap(({ candidate: { trains, fit } }) => (trains ? [JSON.stringify(fit)] : []))
  return trained.length === 0 || (train?.memory === undefined && new Set(trained).size === 1)
}

/** Most windows: a choice takes seconds, and not a minute. */
const mostWindows = 4

/** Most models that are averaged. */
const mostMembers = 4

/** Whether forecasts are below 0 although no value of the history is. */
function fallsBelowZero({ windows }: Backtest, { target }: Panel): boolean {
  if (target.values.some((value) => value < 0)) return false
  return windows.some(({ forecast: { mean, quantiles } }) =>
    [mean, ...quantiles].some((values) => values.some((value) => value < 0)),
  )
}

function simpleChoice({ lengths, frequency }: Panel, { support }: ChoiceJob, simple: string): Choice {
  const model = { kind: simpleKind(lengths, seasonOf(frequency)), ...support }
  return { model, fit: {}, scores: [], metric: 'mase', simple }
}
