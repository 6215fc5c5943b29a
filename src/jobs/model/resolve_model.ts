// Makes the forecaster that the `model` of a job names, and the options of its training.

import { defined } from '../../base/defined.ts'
import { ensemble, type FitOptions, type Forecaster } from '../../forecast/index.ts'
import { adamW, constantRate, cosineDecay, exponentialDecay, oneCycle, type Schedule } from '../../nn/index.ts'
import type { TriedModels } from '../../report/report_parts.ts'
import { parseFrequency } from '../../series/index.ts'
import type { RunOptions } from '../events.ts'
import type { Job, SettledJob } from '../job/job.ts'
import type { schedules } from '../job/train_keys.ts'
import { samplePanel } from '../source/sample_panel.ts'
import { isAuto, limitsOf } from './auto_model.ts'
import { type Choice, chooseModel, seriesToTry } from './choice/choose_model.ts'
import { describeChoice, triedIn } from './choice/describe_choice.ts'
import { indexSeason, withSeason } from './choice/index_season.ts'
import { forecasterOf, isStored, loadModel } from './forecaster_of.ts'
import type { ModelOfKind } from './model_kinds.ts'

export interface Resolved {
  /** The forecaster: read from a file and fitted, or new and not fitted yet. */
  readonly forecaster: Forecaster
  readonly isFitted: boolean
  readonly fit: FitOptions
  /** The models that were compared, if the job leaves the choice. */
  readonly tried?: TriedModels
}

/** Reads, makes or chooses the model of a job, and reports the choice. */
export async function resolveModel(settled: SettledJob, run: RunOptions): Promise<Resolved> {
  const { job } = settled
  const { model } = job
  if (isStored(model)) return { forecaster: await loadModel(model), isFitted: true, fit: {} }
  if (!isAuto(model)) {
    const own = await seasoned(settled, model as ModelOfKind, run)
    return { forecaster: forecasterOf(own, job), isFitted: false, fit: fitOf(job) }
  }
  const choice = await chooseFor(settled, run)
  const members = (choice.average ?? [choice.model]).map((own) => forecasterOf(own, job))
  const forecaster = members.length > 1 ? ensemble(members) : members[0]
  return { forecaster, isFitted: false, fit: { ...choice.fit, ...fitOf(job) }, ...defined({ tried: triedIn(choice) }) }
}

/** The model with the season of an index, if it needs one. */
async function seasoned(settled: SettledJob, model: ModelOfKind, run: RunOptions): Promise<ModelOfKind> {
  const { job, total } = settled
  if (parseFrequency(job.frequency).unit !== 'step' || 'season' in model) return model
  const sample = await samplePanel(settled, seriesToTry(total), run)
  return withSeason(model, indexSeason(job, sample, run))
}

/** Chooses a model for a source, and reports the choice. */
export async function chooseFor(settled: SettledJob, run: RunOptions): Promise<Choice> {
  const { job, total } = settled
  run.onEvent?.({ type: 'stage', stage: 'tune' })
  const sample = await samplePanel(settled, seriesToTry(total), run)
  const season = indexSeason(job, sample, run)
  const choice = await chooseModel(sample, total, { ...job, ...defined({ season, support: limitsOf(job.model) }) }, run)
  run.onEvent?.({ type: 'note', text: `model: ${describeChoice(choice)}` })
  if (choice.belowZero)
    run.onEvent?.({
      type: 'note',
      text: 'some forecasts are below 0, and no value is: if the target cannot be negative, use --option nonNegative=true',
    })
  return choice
}

/** Options of training, for kinds that train; others ignore them. */
export function fitOf({ train }: Pick<Job, 'train'>): FitOptions {
  const { epochs, learningRate, schedule, average, precision, validation, patience, weights } = train
  return {
    ...defined({ epochs, precision, validation, patience, average, weights }),
    ...(learningRate === undefined ? {} : { optimizer: adamW({ learningRate }) }),
    ...(schedule === undefined ? {} : { schedule: scheduleOf[schedule]() }),
  }
}

const scheduleOf = {
  constant: () => constantRate(),
  exponential: () => exponentialDecay(),
  cosine: () => cosineDecay(),
  oneCycle: () => oneCycle({ rise: 0.2 }),
} satisfies Record<(typeof schedules)[number], () => Schedule>
