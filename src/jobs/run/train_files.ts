import { GatecastError } from '../../base/error.ts'
import type { Backtest, Forecaster, NetworkForecaster } from '../../forecast/index.ts'
import type { RunOptions, Stage } from '../events.ts'
import type { JobDraft } from '../job/job.ts'
import { isNetwork } from '../model/forecaster_of.ts'
import { registerModel } from '../model/registry.ts'
import { contextOf, type Resolved, resolveModel } from '../model/resolve_model.ts'
import { fingerprintOf, type Prepared, samplePanel, withSurvey } from '../source/settle.ts'
import { trainingData } from '../source/training_data.ts'

/** What was trained, on what, and where it is. */
export interface TrainReport {
  /** Of the forecaster, such as `gru`. */
  kind: string
  /** Series it learned from. */
  series: number
  /** Rows of these series. */
  rows: number
  /** Seconds that it took. */
  seconds: number
  /** Of the last epoch of a network. */
  loss?: number
  /** Where it was saved. */
  path?: string
  /** Which version of which model it is, of a registry. */
  registry?: { folder: string; name: string; version: number }
  /** Overall scores of its backtest; for models in a registry. */
  metrics?: Record<string, number>
}

/**
 * Trains the model of a job on its source and saves it, as a file or as the next version in a registry. For a registry it
 * is tested in a backtest too, so that it can be compared with the version before.
 *
 * @param draft - with a model to train, and where to save it
 * @param run - who is told, and what stops it
 * @throws {GatecastError} `ERR_JOB` for a job without a model to train or a place to save it, `ERR_DATA`, `ERR_FILE`
 * @example
 * const job = jobOf({ source: 'sales.csv', horizon: 28, model: { kind: 'gru' }, train: { save: 'sales.safetensors' } })
 * const { kind, seconds } = await trainFiles(job)
 */
export async function trainFiles(draft: JobDraft, run: RunOptions = {}): Promise<TrainReport> {
  const { save } = draft.train
  if (!save)
    throw new GatecastError(
      'ERR_JOB',
      'Expected a place for the trained model, got none. Name it with --out, or with --registry and --name, or as ' +
        'train.save in the job file',
    )
  return withSurvey(draft, run, async (prepared) => {
    const resolved = await resolveModel(prepared, run)
    if (resolved.isFitted)
      throw new GatecastError(
        'ERR_JOB',
        'Expected a model to train, such as { kind: gru } or auto, got one that is trained: the path of a file or an ' +
          'entry of a registry',
      )
    const { forecaster, report } = await fitOn(prepared, resolved, run)
    if ('path' in save) {
      await forecaster.save(save.path)
      return { ...report, path: save.path }
    }
    const { overall } = await backtestOn(prepared, resolved, run)
    const data = fingerprintOf(prepared)
    const { version } = await registerModel(save.registry, save.name, forecaster, { metrics: overall, data })
    return { ...report, registry: { folder: save.registry, name: save.name, version }, metrics: overall }
  })
}

/** Fits a forecaster on all series of the source. */
export async function fitOn(
  prepared: Prepared,
  { forecaster, fit }: Resolved,
  run: RunOptions,
): Promise<{ forecaster: Forecaster; report: TrainReport }> {
  const report = { kind: forecaster.kind, ...prepared.total }
  // Baselines have nothing to learn: not even a look at the data is needed.
  if (!isNetwork(forecaster.kind)) return { forecaster, report: { ...report, seconds: 0 } }
  let stage: Stage | undefined
  const tell = (now: Stage, done: number, total: number) => {
    if (now !== stage) run.onEvent?.({ type: 'stage', stage: now })
    stage = now
    run.onEvent?.({ type: 'progress', stage: now, done, total, unit: 'epochs' })
  }
  await using data = await trainingData(prepared, run)
  const { seconds, history } = await (forecaster as NetworkForecaster).fit(data.panels, {
    ...fit,
    ...(run.signal && { signal: run.signal }),
    onRehearsal: ({ epoch, epochs }) => tell('rehearse', epoch, epochs),
    onStep: ({ epoch, epochs, step, steps }) => tell('train', epoch - 1 + step / steps, epochs),
    onProgress: ({ epoch, epochs }) => tell('train', epoch, epochs),
  })
  const context = contextOf(forecaster)
  if (context !== undefined) run.onEvent?.({ type: 'note', text: `context: ${context} steps` })
  const loss = history?.epochs.at(-1)?.loss
  return { forecaster, report: { ...report, seconds, ...(loss !== undefined && { loss }) } }
}

/** Backtest of a forecaster on some series of the source; one that is fitted is tested as it is. */
export async function backtestOn(
  prepared: Prepared,
  { forecaster, isFitted, fit }: Resolved,
  run: RunOptions,
): Promise<Backtest> {
  const { windows, step, series } = prepared.job.backtest
  run.onEvent?.({ type: 'stage', stage: 'backtest' })
  const panel = await samplePanel(prepared, series, run)
  if (isFitted)
    run.onEvent?.({
      type: 'note',
      text: 'the model is tested as it is: if it was trained on these rows, it will score too well',
    })
  return forecaster.backtest(panel, {
    windows,
    ...(step !== undefined && { step }),
    ...(isFitted ? { refit: 'never' as const } : { fit }),
    quantiles: prepared.job.quantiles,
    ...(run.signal && { signal: run.signal }),
    onProgress: ({ window, windows }) =>
      run.onEvent?.({ type: 'progress', stage: 'backtest', done: window, total: windows, unit: 'windows' }),
  })
}
