// Chooses the model of a job with `model: auto` by a backtest, on a small sample of the data so that it takes seconds.

import { checkSignal } from '../../../base/abort.ts'
import { checkObject } from '../../../base/check.ts'
import { defined } from '../../../base/defined.ts'
import { GatecastError } from '../../../base/error.ts'
import { longestOf, rowsForBacktest, simpleKind, windowsWithin } from '../../../forecast/backtest/enough_rows.ts'
import { checkPanel } from '../../../forecast/check.ts'
import type { FitOptions, Forecaster } from '../../../forecast/index.ts'
import { lastRows } from '../../../forecast/panel_rows.ts'
import { type Panel, seasonOf } from '../../../series/index.ts'
import type { RunOptions } from '../../events.ts'
import { forecasterOf } from '../forecaster_of.ts'
import type { ModelOfKind } from '../model_kinds.ts'
import { type Candidate, candidatesFor } from './candidates.ts'

/** The chosen model, and the scores of all that were tried. */
export interface Choice {
  /** Kind and options of the chosen model. */
  model: ModelOfKind
  /** Options of `fit` for the chosen model. */
  fit: FitOptions
  /** Scores by `metric`, the best first, and the covariates that each model reads. Empty if the choice is simple. */
  scores: { kind: string; score: number; covariates: string[] }[]
  /** Number of rows at the end of each series that were used, if some series have more. */
  rows?: number
  /** Metric of the scores: `mae` if no series changes enough for `mase`. */
  metric: 'mase' | 'mae'
  /** Why no models were compared: the histories are too short. Absent if models were compared. */
  simple?: string
}

/** The parts of a job on which a choice depends. */
export interface ChoiceJob {
  /** Number of steps to forecast. */
  readonly horizon: number
  /** Seed of networks. */
  readonly seed: number
  /** Steps in the seasons, ascending, if the frequency has no usual ones. */
  readonly season?: number | readonly number[]
  /** The windows of the backtest; default 3 windows that are a horizon apart, as in jobs. */
  readonly backtest?: { readonly windows: number; readonly step?: number | undefined }
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
 * Tries the kinds that have a quick trial (seasonal naive, Theta, ETS, a small GRU, ...) in a backtest, and takes the best.
 * If the panel has covariates, networks that read them are tried as well, trained as long as they are for a forecast. The
 * choice does not depend on time, so that the same data give the same choice.
 *
 * If the histories are too short for a single window, no kind is tried: the choice is `seasonalNaive` if the longest
 * history has two seasons, and `naive` otherwise.
 *
 * @param panel - some series, of which the last rows are used
 * @param total - number of series and rows of the whole source: kinds that are too slow for it, or need more, are left out
 * @param job - steps to forecast, the seed of networks, and the windows of the backtest
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
  const most = Math.max(rowsOfSeries, 10 * job.horizon)
  const part = lastRows(panel, most)
  const plan = { horizon: job.horizon, windows: job.backtest?.windows ?? 3, step: job.backtest?.step ?? job.horizon }
  const candidates = candidatesFor(part, total, job, run)
  const rows = longestOf(part.lengths)
  const least = Math.min(...candidates.map(({ needs }) => needs))
  const windows = windowsWithin(rows, least, plan)
  if (windows === 0) {
    const needed = rowsForBacktest(least, { ...plan, windows: 1 })
    return simpleChoice(part, `the longest series has ${rows} rows, and a test of ${job.horizon} steps needs ${needed}`)
  }
  const tried: Tried[] = []
  let failure: GatecastError | undefined
  for (const [done, candidate] of candidates.entries()) {
    run.onEvent?.({ type: 'progress', stage: 'tune', done, total: candidates.length, unit: 'models' })
    checkSignal(run.signal)
    try {
      const forecaster = forecasterOf(candidate.model, job)
      tried.push({ candidate, ...(await scoreOf(forecaster, part, { windows, step: plan.step }, candidate, run)) })
    } catch (error) {
      checkSignal(run.signal)
      if (!(error instanceof GatecastError)) throw error
      run.onEvent?.({ type: 'note', text: `not tried: ${candidate.model.kind}. ${error.message}` })
      failure ??= error
    }
  }
  run.onEvent?.({ type: 'progress', stage: 'tune', done: candidates.length, total: candidates.length, unit: 'models' })
  if (tried.length === 0) return simpleChoice(part, failure?.message ?? '')
  return { ...bestOf(tried), ...defined({ rows: longestOf(panel.lengths) > most ? most : undefined }) }
}

interface Tried {
  readonly candidate: Candidate
  readonly mase: number
  readonly mae: number
}

function bestOf(tried: readonly Tried[]): Choice {
  // Series that never change have no scale: compare them in their own unit.
  const metric = tried.some(({ mase }) => Number.isFinite(mase)) ? 'mase' : 'mae'
  const ranked = tried.filter((one) => Number.isFinite(one[metric])).sort((a, b) => a[metric] - b[metric])
  const [{ candidate }] = ranked.length ? ranked : tried
  const scores = ranked.map((one) => ({
    kind: one.candidate.model.kind,
    score: one[metric],
    covariates: one.candidate.covariates,
  }))
  return { model: candidate.model, fit: candidate.fit, scores, metric }
}

function simpleChoice({ lengths, frequency }: Panel, simple: string): Choice {
  return { model: { kind: simpleKind(lengths, seasonOf(frequency)) }, fit: {}, scores: [], metric: 'mase', simple }
}

async function scoreOf(
  forecaster: Forecaster,
  panel: Panel,
  windows: { windows: number; step: number },
  { trialFit }: Candidate,
  { signal }: RunOptions,
): Promise<{ mase: number; mae: number }> {
  const { overall } = await forecaster.backtest(panel, { ...windows, fit: trialFit, ...defined({ signal }) })
  return { mase: overall.mase, mae: overall.mae }
}
