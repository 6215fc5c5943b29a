// Trains a network from new weights. The first training, the rehearsal, leaves out the newest rows and stops when they
// are forecast best. If these rows are few, the network is done. Otherwise a second training on all rows takes the same
// number of epochs.

import { defined } from '../../../base/defined.ts'
import { GatecastError } from '../../../base/error.ts'
import type { Panel } from '../../../series/index.ts'
import type { FitOptions, FitReport, Forecaster } from '../../forecaster.ts'
import { seasonSteps } from '../../season/season.ts'
import type { PanelStream } from '../data/panel_stream.ts'
import type { Survey } from '../data/survey.ts'
import { settingsOnClock } from '../design/by_clock.ts'
import { type Fitted, networkFor } from '../design/fitted.ts'
import type { NetworkSettings } from '../design/settings.ts'
import type { NetworkFacts } from '../network_facts.ts'
import { type HeldOut, measureHeldOut } from './held_out.ts'
import { type Rehearsal, rehearsalFor, windowsIn } from './rehearsal.ts'
import { heldShare, type Task, trainOn } from './training.ts'

/** What a training starts from. */
export interface FitTask {
  /** The data as they were given, and as the network reads them: on the wall clock, if the season follows it. */
  readonly data: Panel | PanelStream
  readonly read: Panel | PanelStream
  readonly survey: Survey
  readonly clockSteps: number | undefined
  readonly facts: NetworkFacts
  readonly settings: NetworkSettings
  readonly options: FitOptions
  /** Makes a forecaster of a trained network. */
  make(fitted: Fitted): Forecaster
}

interface Trained {
  readonly fitted: Fitted
  readonly report: Omit<FitReport, 'seconds'>
  readonly samples: number
}

export async function fitNetwork(task: FitTask): Promise<Trained> {
  const { options, settings, survey } = task
  const held = heldShare(options)
  if (held.share > 0) return fitOnShare(task, held)
  const plan = options.calibrate === false ? null : rehearsalFor(survey, settings)
  const first = plan && (await rehearse(task, plan))
  if (first && plan.keeps) return first
  // Without a rehearsal, patience watches the loss of training.
  const { patience, ...others } = options
  const found = { ...others, ...defined({ epochs: first?.report.history?.bestEpoch }) }
  const second =
    first && options.epochs === undefined
      ? await train(task, found, { purpose: 'repeat', held, samples: first.samples })
      : await train(task, first ? others : options, { purpose: 'fit', held })
  return {
    fitted: { ...second.fitted, stretch: first?.fitted.stretch ?? 1 },
    report: { ...second.report, ...defined({ validation: first?.report.validation }) },
    samples: second.samples,
  }
}

/** Trains once. The held-out share is measured too, as there are errors on it. */
async function fitOnShare(task: FitTask, held: { share: number }): Promise<Trained> {
  const { survey, settings, options } = task
  const purpose = options.patience === undefined ? 'fit' : 'search'
  const trained = await train(task, options, { purpose, held })
  const typical = survey.lengths.slice().sort()[survey.lengths.length >> 1]
  const rows = Math.max(settings.horizon, Math.round(held.share * typical))
  if (options.calibrate === false || typical - rows < 2) return trained
  return withHeldOut(trained, await measure(task, trained.fitted, windowsIn(rows, settings.horizon)))
}

/** The first training. It gives `null` if gaps leave too few rows to train on or to measure. */
async function rehearse(task: FitTask, plan: Rehearsal): Promise<Trained | null> {
  const { checkpoint, resume, onProgress, onStep, onRehearsal, ...others } = task.options
  const options = plan.keeps ? task.options : { ...others, ...defined({ onProgress: onRehearsal }) }
  const purpose = options.epochs === undefined ? 'search' : 'fit'
  try {
    const trained = await train(task, options, { purpose, held: plan })
    return withHeldOut(trained, await measure(task, trained.fitted, plan))
  } catch (error) {
    // The training on all rows reports any other fault of data.
    if (error instanceof GatecastError && error.code === 'ERR_DATA') return null
    throw error
  }
}

async function train(task: FitTask, options: FitOptions, how: Omit<Task, 'usual'>) {
  const { facts, survey, clockSteps, read } = task
  const fitted = networkFor(survey, facts, task.settings, clockSteps)
  const settings = settingsOnClock(task.settings, fitted.design, facts.isRecursive(task.settings))
  const { history, samples } = await trainOn(read, fitted, settings, options, { ...how, usual: facts.training })
  return { fitted, report: { history }, samples }
}

function measure(task: FitTask, fitted: Fitted, plan: Pick<Rehearsal, 'windows' | 'stride' | 'rows'>) {
  const { data, settings, survey, options } = task
  const season = seasonSteps(settings.season === 'clock' ? undefined : settings.season, survey.frequency)
  const rows = survey.lengths.reduce((sum, length) => sum + length, 0)
  const learned = rows / (fitted.design.context + settings.horizon)
  return measureHeldOut(task.make(fitted), data, plan, settings, { season, learned }, options)
}

const withHeldOut = ({ fitted, report, samples }: Trained, { stretch, scores }: HeldOut): Trained => ({
  fitted: { ...fitted, stretch },
  report: { ...report, validation: scores },
  samples,
})
