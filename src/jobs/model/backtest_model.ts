import { defined } from '../../base/defined.ts'
import type { Backtest } from '../../forecast/index.ts'
import type { RunOptions } from '../events.ts'
import type { SettledJob } from '../job/job.ts'
import { samplePanel } from '../source/sample_panel.ts'
import type { Resolved } from './resolve_model.ts'

/** Tests a forecaster on some series of a job. A fitted one is not fitted again. */
export async function backtestModel(
  settled: SettledJob,
  { forecaster, isFitted, fit }: Resolved,
  run: RunOptions,
): Promise<Backtest> {
  const { signal, onEvent } = run
  const { windows, step, series } = settled.job.backtest
  onEvent?.({ type: 'stage', stage: 'backtest', subject: forecaster.kind })
  const panel = await samplePanel(settled, series, run)
  if (isFitted)
    onEvent?.({
      type: 'note',
      text: 'the model is tested without training: if it was trained on these rows, its scores are too good',
    })
  return forecaster.backtest(panel, {
    windows,
    ...defined({ step, signal }),
    ...(isFitted ? { refit: 'never' as const } : { fit }),
    quantiles: settled.job.quantiles,
    onProgress: ({ window, windows }) =>
      onEvent?.({ type: 'progress', stage: 'backtest', done: window, total: windows, unit: 'windows' }),
  })
}
