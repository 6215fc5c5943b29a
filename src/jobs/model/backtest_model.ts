import { defined } from '../../base/defined.ts'
import { leastRows, longestOf, rowsFor, rowsForBacktest, windowsWithin } from '../../forecast/backtest/enough_rows.ts'
import type { Backtest } from '../../forecast/index.ts'
import { baselineOf } from '../../report/scores/baseline.ts'
import type { Panel } from '../../series/index.ts'
import type { RunOptions } from '../events.ts'
import type { SettledJob } from '../job/job.ts'
import { samplePanel } from '../source/sample_panel.ts'
import type { Resolved } from './resolve_model.ts'

/** The backtest of a model, and that of the seasonal naive method in the same windows. */
export interface TestedModel {
  readonly backtest: Backtest
  /** Absent if the model is the seasonal naive method. */
  readonly baseline?: Backtest
}

/** Tests a forecaster on some series of a job. A fitted one is not fitted again. */
export async function backtestModel(settled: SettledJob, resolved: Resolved, run: RunOptions): Promise<TestedModel> {
  const panel = await panelFor(settled, run)
  return backtestOn(panel, settled, resolved, settled.job.backtest.windows, run)
}

/**
 * Tests a forecaster for a report or a registry, with fewer windows if the series are too short for all.
 *
 * @returns the backtest; `undefined`, and a note, if the series are too short for a single window
 */
export async function backtestIfPossible(
  settled: SettledJob,
  resolved: Resolved,
  run: RunOptions,
): Promise<TestedModel | undefined> {
  const panel = await panelFor(settled, run)
  const { horizon, backtest } = settled.job
  const { windows, step = horizon } = backtest
  const needs = resolved.isFitted ? leastRows : rowsFor(resolved.forecaster)
  const rows = longestOf(panel.lengths)
  const possible = windowsWithin(rows, needs, { horizon, windows, step })
  if (possible > 0) return backtestOn(panel, settled, resolved, possible, run)
  const needed = rowsForBacktest(needs, { horizon, windows: 1, step })
  run.onEvent?.({ type: 'note', text: `no scores: the longest series has ${rows} rows, and a test needs ${needed}` })
  return undefined
}

async function panelFor(settled: SettledJob, run: RunOptions): Promise<Panel> {
  return samplePanel(settled, settled.job.backtest.series, run)
}

async function backtestOn(
  panel: Panel,
  { job }: SettledJob,
  { forecaster, isFitted, fit }: Resolved,
  windows: number,
  { signal, onEvent }: RunOptions,
): Promise<TestedModel> {
  const { step } = job.backtest
  onEvent?.({ type: 'stage', stage: 'backtest', subject: forecaster.kind })
  if (isFitted)
    onEvent?.({
      type: 'note',
      text: 'the model is tested without training: if it was trained on these rows, its scores are too good',
    })
  const backtest = await forecaster.backtest(panel, {
    windows,
    ...defined({ step, signal }),
    ...(isFitted ? { refit: 'never' as const } : { fit }),
    quantiles: job.quantiles,
    onProgress: ({ window, windows }) =>
      onEvent?.({ type: 'progress', stage: 'backtest', done: window, total: windows, unit: 'windows' }),
  })
  const baseline = await baselineOf(backtest, panel, signal)
  return { backtest, ...defined({ baseline }) }
}
