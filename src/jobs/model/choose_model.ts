// The model of a job that says `model: auto`: by a backtest, on so little data that it takes seconds.

import { checkSignal } from '../../base/abort.ts'
import { GatecastError } from '../../base/error.ts'
import type { FitOptions, Forecaster } from '../../forecast/index.ts'
import { lastRows } from '../../forecast/panel_rows.ts'
import type { Panel } from '../../series/index.ts'
import type { RunOptions } from '../events.ts'
import { forecasterOf, type ModelOfKind } from './forecaster_of.ts'

/** Which model was chosen, and how all did. */
export interface Choice {
  /** Its kind and options. */
  model: ModelOfKind
  /** What a network was trained with in the backtest. */
  fit: FitOptions
  /** By `metric`, the best first. */
  scores: { kind: string; score: number }[]
  /** What the scores are; `mae` where no series changes enough for `mase`. */
  metric: 'mase' | 'mae'
}

/** Rows that are looked at in all, and at most of one series. */
const rowsInAll = 20_000
const rowsOfSeries = 1000
/** Fewer teach a network too little to be worth its time. */
const rowsForNetwork = 2000
/** Series of which ETS would have to be estimated, a tenth of a second each. */
const seriesForEts = 10_000

/** How many series are worth reading for {@link chooseModel}. */
export function seriesToTry({ series, rows }: { series: number; rows: number }): number {
  const typical = Math.min(rowsOfSeries, rows / series)
  return Math.min(64, Math.max(8, Math.ceil(rowsInAll / typical)))
}

/**
 * Tries seasonal naive, Theta, ETS and a small GRU in a backtest, and takes the best. No clock has a say, so that the same
 * data give the same choice.
 *
 * @param panel - some series; of them the last rows are looked at
 * @param total - series there are in all, and their rows: what is slow for so many, or needs more, is left out
 * @param job - steps to forecast, and the seed of networks
 * @param run - who is told, and what stops it
 * @throws {GatecastError} what seasonal naive threw, if none could be tested
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
  // Series that never change have no scale; then their unit has to do.
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

/** Simple ones first: of equal scores the first one counts. */
function candidatesFor(
  panel: Panel,
  total: { series: number; rows: number },
  horizon: number,
  { onEvent }: RunOptions,
): Candidate[] {
  const candidates: Candidate[] = [
    { model: { kind: 'seasonalNaive' }, fit: {} },
    { model: { kind: 'theta' }, fit: {} },
  ]
  if (total.series <= seriesForEts) candidates.push({ model: { kind: 'ets' }, fit: {} })
  else
    onEvent?.({
      type: 'note',
      text: `not tried: ets, which would take too long for ${total.series.toLocaleString('en')} series`,
    })
  const typical = panel.lengths.toSorted()[panel.seriesCount >> 1] ?? 0
  if (total.rows >= rowsForNetwork && typical >= 6 * horizon)
    candidates.push({ model: { kind: 'gru', hiddenSize: 32 }, fit: { epochs: 3 } })
  else onEvent?.({ type: 'note', text: 'not tried: gru, for which there is too little data' })
  return candidates
}

async function scoreOf(forecaster: Forecaster, panel: Panel, fit: FitOptions, { signal }: RunOptions) {
  const { overall } = await forecaster.backtest(panel, { windows: 2, fit, ...(signal && { signal }) })
  return { mase: overall.mase, mae: overall.mae }
}
