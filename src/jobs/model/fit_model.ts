import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import type { FitOptions, FitReport, Forecaster, HeldOutScores, NetworkForecaster } from '../../forecast/index.ts'
import { kinds } from '../../forecast/kinds/index.ts'
import type { RunOptions, Stage } from '../events.ts'
import type { SettledJob } from '../job/job.ts'
import { placeIn } from '../job/key_place.ts'
import { panelsIn, trainingData, wholePanel } from '../source/training_data.ts'
import type { Resolved } from './resolve_model.ts'

/** The training of a forecaster. */
export interface Training {
  kind: string
  series: number
  rows: number
  seconds: number
  /** Loss of a network in its last epoch. */
  loss?: number
}

/** Fits a forecaster on all series of a job. One that learns nothing stays as it is, and its data are not read. */
export async function fitModel(
  settled: SettledJob,
  { forecaster, fit }: Resolved,
  run: RunOptions,
): Promise<{ forecaster: Forecaster; training: Training }> {
  const { kind } = forecaster
  if (forecaster.learns !== 'all series') return { forecaster, training: { kind, ...settled.total, seconds: 0 } }
  // An average of models is of no kind in the table. Its members learn from all rows at once.
  const { seconds, loss } = kinds.find(({ name }) => name === kind)?.uses.panelStreams
    ? await fitNetwork(settled, forecaster as NetworkForecaster, fit, run)
    : await fitOnPanel(settled, forecaster, fit, run)
  return { forecaster, training: { kind, ...settled.total, seconds, ...defined({ loss }) } }
}

interface Fitted {
  seconds: number
  loss?: number | undefined
}

/** Kinds that cannot learn from panels that are read one after another. */
async function fitOnPanel(
  settled: SettledJob,
  forecaster: Forecaster,
  fit: FitOptions,
  run: RunOptions,
): Promise<Fitted> {
  if (panelsIn(settled) > 1)
    throw new GatecastError(
      'ERR_JOB',
      `${placeIn(settled.job, 'train.memory')}: expected enough for all ${settled.total.rows.toLocaleString('en')} rows, which a model of kind ` +
        `${forecaster.kind} learns from at once, got "${settled.job.train.memory}". Leave it out, or train a ` +
        'network, for example gru',
    )
  run.onEvent?.({ type: 'stage', stage: 'train', subject: forecaster.kind })
  const { signal } = run
  const { seconds } = await forecaster.fit(await wholePanel(settled, run), { ...fit, signal })
  return { seconds }
}

async function fitNetwork(
  settled: SettledJob,
  forecaster: NetworkForecaster,
  fit: FitOptions,
  run: RunOptions,
): Promise<Fitted> {
  const { signal, onEvent } = run
  let stage: Stage | undefined
  const report = (now: Stage, done: number, total: number) => {
    if (now !== stage) onEvent?.({ type: 'stage', stage: now, subject: forecaster.kind })
    stage = now
    onEvent?.({ type: 'progress', stage: now, done, total, unit: 'epochs' })
  }
  await using data = await trainingData(settled, run)
  const { seconds, history, validation, contexts } = await forecaster.fit(data.panels, {
    ...fit,
    ...defined({ signal }),
    onRehearsal: ({ epoch, epochs }) => report('rehearse', epoch, epochs),
    onStep: ({ epoch, epochs, step, steps }) => report('train', epoch - 1 + step / steps, epochs),
    onProgress: ({ epoch, epochs }) => report('train', epoch, epochs),
  })
  const context = forecaster.facts().context
  if (context !== undefined) onEvent?.({ type: 'note', text: `context: ${context} steps${comparedTo(contexts)}` })
  if (validation) onEvent?.({ type: 'note', text: heldOutText(forecaster.kind, validation) })
  return { seconds, loss: history?.epochs.at(-1)?.loss }
}

/** How good a network was on rows that it had not seen, and what to do if it was no better than a rule. */
function heldOutText(kind: string, { network, seasonalNaive, rows }: HeldOutScores): string {
  const text = `on the last ${rows} rows, held out: MASE ${network.toFixed(2)}, of repeating the last season ${seasonalNaive.toFixed(2)}`
  if (network < seasonalNaive) return text
  return `${text}. ${kind} is no better than that rule here: leave out --model (model in a job), and a backtest chooses`
}

/** The contexts that a training has compared. */
const comparedTo = (contexts: FitReport['contexts']): string =>
  contexts === undefined
    ? ''
    : `, the best of ${contexts.map(({ context, score }) => `${context} (${Number(score.toPrecision(3))})`).join(', ')}`
