// What `model` of a job comes to: a forecaster, and how it is to be trained.

import type { FitOptions, Forecaster } from '../../forecast/index.ts'
import { adamW, oneCycle } from '../../nn/index.ts'
import { formatNumber } from '../../report/numbers.ts'
import type { RunOptions } from '../events.ts'
import type { Job, SettledJob as Prepared } from '../job/job.ts'
import { samplePanel } from '../source/sample_panel.ts'
import { type Choice, chooseModel, seriesToTry } from './choose_model.ts'
import { forecasterOf, isNetwork, isStored, loadModel } from './forecaster_of.ts'

export interface Resolved {
  /** As read, or not fitted yet. */
  readonly forecaster: Forecaster
  readonly isFitted: boolean
  readonly fit: FitOptions
}

/** Reads, makes or chooses the model of a job, and says aloud what was chosen. */
export async function resolveModel(prepared: Prepared, run: RunOptions): Promise<Resolved> {
  const { job } = prepared
  const { model } = job
  if (isStored(model)) return { forecaster: await loadModel(model), isFitted: true, fit: {} }
  if (model !== 'auto') return { forecaster: forecasterOf(model, job), isFitted: false, fit: fitOf(job) }
  const choice = await chooseFor(prepared, run)
  return { forecaster: forecasterOf(choice.model, job), isFitted: false, fit: { ...choice.fit, ...fitOf(job) } }
}

/** What `auto` comes to for a source. */
export async function chooseFor(prepared: Prepared, run: RunOptions): Promise<Choice> {
  const { job, total } = prepared
  run.onEvent?.({ type: 'stage', stage: 'tune' })
  const sample = await samplePanel(prepared, seriesToTry(total), run)
  const choice = await chooseModel(sample, total, job, run)
  const scores = choice.scores.map(({ kind, score }) => `${kind} ${formatNumber(score)}`)
  run.onEvent?.({
    type: 'note',
    text:
      `model: ${choice.model.kind}, the best in a backtest of ${sample.seriesCount.toLocaleString('en')} series` +
      (scores.length ? ` (${choice.metric.toUpperCase()}: ${scores.join(', ')})` : ''),
  })
  return choice
}

/** Baselines take no notice of these. */
export function fitOf({ train: { epochs, learningRate, precision, validation } }: Pick<Job, 'train'>): FitOptions {
  return {
    ...(epochs !== undefined && { epochs }),
    ...(learningRate !== undefined && { optimizer: adamW({ learningRate }), schedule: oneCycle({ rise: 0.2 }) }),
    ...(precision && { precision }),
    ...(validation !== undefined && { validation }),
  }
}

/** What a network that is fitted looks back at. */
export function contextOf(forecaster: Forecaster): number | undefined {
  if (!isNetwork(forecaster.kind)) return undefined
  const { fitted } = forecaster.toState().config as { fitted?: { design?: { context?: number } } }
  return fitted?.design?.context
}
