// Trains a network from new weights. The first training, the rehearsal, leaves out the newest rows and stops when they
// are forecast best. If these rows are few, the network is done. Otherwise a second training on all rows takes the same
// number of epochs. If there are several contexts, each has a rehearsal, and the best one goes on.

import { defined } from '../../../base/defined.ts'
import { GatecastError } from '../../../base/error.ts'
import type { FitOptions } from '../../forecaster.ts'
import { seasonSteps } from '../../season/season.ts'
import { settingsOnClock } from '../design/by_clock.ts'
import { contextsIn } from '../design/contexts.ts'
import { networkFor } from '../design/fitted.ts'
import { chooseContext } from './choose_context.ts'
import type { Begun, FitTask, Trained } from './fit_task.ts'
import { measureHeldOut } from './held_out.ts'
import { type Rehearsal, rehearsalFor, windowsIn } from './rehearsal.ts'
import { heldShare, type Task, trainOn } from './training.ts'

export async function fitNetwork(task: FitTask): Promise<Trained> {
  const contexts = contextsIn(task.settings.context)
  if (!contexts) return finish(task, await begin(task))
  const chosen = await chooseContext(task, contexts, begin)
  const { report, ...trained } = await finish(chosen.task, chosen.begun)
  return { ...trained, report: { ...report, contexts: chosen.contexts } }
}

async function begin(task: FitTask): Promise<Begun> {
  const { options, settings, survey } = task
  const held = heldShare(options)
  if (held.share > 0) return { first: await fitOnShare(task, held), isDone: true }
  const plan = options.calibrate === false ? null : rehearsalFor(survey, settings)
  const first = plan && (await rehearse(task, plan))
  return { first, isDone: first !== null && plan?.keeps === true }
}

async function finish(task: FitTask, { first, isDone }: Begun): Promise<Trained> {
  if (first && isDone) return first
  const { options } = task
  const held = { share: 0 }
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
  return (await measured(task, trained, windowsIn(rows, settings.horizon))) ?? trained
}

/** The first training. It gives `null` if gaps leave too few rows to train on or to measure. */
async function rehearse(task: FitTask, plan: Rehearsal): Promise<Trained | null> {
  const { checkpoint, resume, onProgress, onStep, onRehearsal, ...others } = task.options
  const options = plan.keeps ? task.options : { ...others, ...defined({ onProgress: onRehearsal }) }
  const purpose = options.epochs === undefined ? 'search' : 'fit'
  try {
    return await measured(task, await train(task, options, { purpose, held: plan }), plan)
  } catch (error) {
    // The training on all rows reports any other fault of data.
    return nullIfData(error)
  }
}

function nullIfData(error: unknown): null {
  if (error instanceof GatecastError && error.code === 'ERR_DATA') return null
  throw error
}

async function train(task: FitTask, options: FitOptions, how: Omit<Task, 'usual'>) {
  const { facts, survey, clockSteps, read } = task
  const fitted = networkFor(survey, facts, task.settings, clockSteps)
  const settings = settingsOnClock(task.settings, fitted.design, facts.isRecursive(task.settings))
  const { history, samples } = await trainOn(read, fitted, settings, options, { ...how, usual: facts.training })
  return { fitted, report: { history }, samples }
}

/** A trained network with what held-out rows say about it; `null` if these rows have no values. */
async function measured(
  task: FitTask,
  trained: Trained,
  plan: Pick<Rehearsal, 'windows' | 'stride' | 'rows'>,
): Promise<Trained | null> {
  const { fitted } = trained
  const { data, settings, survey, options } = task
  const season = seasonSteps(settings.season === 'clock' ? undefined : settings.season, survey.frequency)
  const rows = survey.lengths.reduce((sum, length) => sum + length, 0)
  const learned = rows / (fitted.design.context + settings.horizon)
  const network = task.make(fitted)
  return measureHeldOut(network, data, plan, settings, { season, learned }, options).then(
    ({ stretch, scores }) => ({
      ...trained,
      fitted: { ...fitted, stretch },
      report: { ...trained.report, validation: scores },
    }),
    nullIfData,
  )
}
