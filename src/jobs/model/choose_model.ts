// Chooses the model of a job with `model: auto` by a backtest, on a small sample of the data so that it takes seconds.

import { checkSignal } from '../../base/abort.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import type { FitOptions, Forecaster } from '../../forecast/index.ts'
import type { QuickTrial } from '../../forecast/kind.ts'
import { kinds } from '../../forecast/kinds/index.ts'
import { lastRows } from '../../forecast/panel_rows.ts'
import type { Panel } from '../../series/index.ts'
import type { RunOptions } from '../events.ts'
import { forecasterOf } from './forecaster_of.ts'
import type { ModelOfKind } from './model_kinds.ts'

/** The chosen model, and the scores of all that were tried. */
export interface Choice {
  /** Kind and options of the chosen model. */
  model: ModelOfKind
  /** Options of `fit` with which the chosen model was trained in the backtest. */
  fit: FitOptions
  /** Scores by `metric`, the best first. */
  scores: { kind: string; score: number }[]
  /** Metric of the scores: `mae` if no series changes enough for `mase`. */
  metric: 'mase' | 'mae'
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
 * The choice does not depend on time, so that the same data give the same choice.
 *
 * @param panel - some series, of which the last rows are used
 * @param total - number of series and rows of the whole source: kinds that are too slow for it, or need more, are left out
 * @param job - steps to forecast, and the seed of networks
 * @param run - the listener of events, and the signal that stops the call
 * @throws {GatecastError} the error of seasonal naive, if no kind could be tested
 * @example
 * const { model, scores } = await chooseModel(panel, { series: 3, rows: 3000 }, { horizon: 28, seed: 0 })
 */
export async function chooseModel(
  panel: Panel,
  total: { series: number; rows: number },
  job: { horizon: number; seed: number },
  run: RunOptions = {},
): Promise<Choice> {
  const part = lastRows(panel, Math.max(rowsOfSeries, 10 * job.horizon))
  const candidates = candidatesFor(part, total, job.horizon, run)
  const tried: { candidate: Candidate; mase: number; mae: number }[] = []
  let failure: unknown
  for (const [done, candidate] of candidates.entries()) {
    run.onEvent?.({ type: 'progress', stage: 'tune', done, total: candidates.length, unit: 'models' })
    checkSignal(run.signal)
    try {
      tried.push({ candidate, ...(await scoreOf(forecasterOf(candidate.model, job), part, candidate.fit, run)) })
    } catch (error) {
      checkSignal(run.signal)
      if (!(error instanceof GatecastError)) throw error
      failure ??= error
    }
  }
  run.onEvent?.({ type: 'progress', stage: 'tune', done: candidates.length, total: candidates.length, unit: 'models' })
  if (tried.length === 0) throw failure
  // Series that never change have no scale: compare them in their own unit.
  const metric = tried.some(({ mase }) => Number.isFinite(mase)) ? 'mase' : 'mae'
  const ranked = tried.filter((one) => Number.isFinite(one[metric])).sort((a, b) => a[metric] - b[metric])
  const [best] = ranked.length ? ranked : tried
  const scores = ranked.map((one) => ({ kind: one.candidate.model.kind, score: one[metric] }))
  return { ...best.candidate, scores, metric }
}

interface Candidate {
  model: ModelOfKind
  fit: FitOptions
}

/** The kinds with a quick trial, simple ones first: of equal scores the first one wins. */
function candidatesFor(
  panel: Panel,
  total: { series: number; rows: number },
  horizon: number,
  { onEvent }: RunOptions,
): Candidate[] {
  const typical = panel.lengths.toSorted()[panel.seriesCount >> 1] ?? 0
  return kinds.flatMap(({ name, quick }): Candidate[] => {
    if (!quick) return []
    const reason = reasonAgainst(quick, total, typical / horizon)
    if (reason) {
      onEvent?.({ type: 'note', text: `not tried: ${name}, ${reason}` })
      return []
    }
    return [{ model: { kind: name, ...quick.options }, fit: quick.fit ?? {} }]
  })
}

/** Why a trial is left out, or `undefined` if it is made. */
function reasonAgainst(
  { mostSeries = Number.POSITIVE_INFINITY, leastRows = 0, leastHorizons = 0 }: QuickTrial,
  { series, rows }: { series: number; rows: number },
  horizons: number,
): string | undefined {
  if (series > mostSeries) return `which would take too long for ${series.toLocaleString('en')} series`
  return rows < leastRows || horizons < leastHorizons ? 'for which there is too little data' : undefined
}

async function scoreOf(forecaster: Forecaster, panel: Panel, fit: FitOptions, { signal }: RunOptions) {
  const { overall } = await forecaster.backtest(panel, { windows: 2, fit, ...defined({ signal }) })
  return { mase: overall.mase, mae: overall.mae }
}
