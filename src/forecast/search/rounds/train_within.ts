// Trains a network so that it ends in time. The training starts with its usual number of epochs. Its first steps show how
// long it will take. If that is too long, it starts again with as many epochs as there is time for.

import type { Panel } from '../../../series/index.ts'
import type { FitOptions, Forecaster } from '../../forecaster.ts'
import { formatSeconds } from './format_seconds.ts'

/** Milliseconds of training before its speed is judged: the first steps are slow. */
const patience = 400
/** Steps without which a training is not worth its time. */
const leastSteps = 60
/** The batch size of a training whose epoch is cut: that of long trainings. */
const batchSize = 128
/** Share of the time that a shortened training plans with. */
const careful = 0.85
/** A training that stops early ends, as a rule, after this share of its epochs. */
const usualEnd = 0.7

/** A training that ended, and the options with which it did. */
export interface Trained {
  readonly forecaster: Forecaster
  readonly fit: FitOptions
  readonly seconds: number
}

/** Stops a training that would take too long. */
class TooSlow extends Error {
  /** Milliseconds of a step; an epoch counts as one step if it is too short to be looked into. */
  readonly perStep: number
  /** Steps of an epoch. */
  readonly steps: number
  readonly epochs: number

  constructor(perStep: number, steps: number, epochs: number) {
    super('The training would take too long')
    this.perStep = perStep
    this.steps = steps
    this.epochs = epochs
  }
}

/**
 * Trains a new forecaster of the same options.
 *
 * @param fit - options of the training; epochs that are given stay
 * @param limit - milliseconds
 * @returns the trained forecaster, or the reason why it cannot be trained in time
 */
export async function trainWithin(
  forecaster: Forecaster,
  panel: Panel,
  fit: FitOptions,
  limit: number,
): Promise<Trained | { skipped: string }> {
  const start = performance.now()
  const first = await trainWatched(forecaster, panel, fit, limit)
  if (!(first instanceof TooSlow)) return first
  const { perStep, steps, epochs } = first
  // With held-out rows there may be two trainings.
  const trainings = fit.calibrate === false ? 1 : 2
  const needed = formatSeconds((trainings * perStep * steps * epochs) / 1000)
  if (fit.epochs !== undefined)
    return { skipped: `its ${fit.epochs} epochs take about ${needed}: give fewer epochs or more minutes` }
  const left = limit - (performance.now() - start)
  const affordable = Math.floor((careful * left) / perStep / trainings)
  if (affordable < (steps > 1 ? leastSteps : 1))
    return { skipped: `its training takes about ${needed}, and there is time for ${formatSeconds(left / 1000)}` }
  const fewer: FitOptions =
    affordable >= steps
      ? { epochs: Math.floor(affordable / steps) }
      : { epochs: 1, batchSize, samplesPerEpoch: affordable * batchSize }
  return trainToEnd(forecaster, panel, { ...fit, ...fewer })
}

async function trainToEnd(forecaster: Forecaster, panel: Panel, fit: FitOptions): Promise<Trained> {
  const start = performance.now()
  const fresh = forecaster.fresh()
  await fresh.fit(panel, fit)
  return { forecaster: fresh, fit, seconds: (performance.now() - start) / 1000 }
}

async function trainWatched(
  forecaster: Forecaster,
  panel: Panel,
  fit: FitOptions,
  limit: number,
): Promise<Trained | TooSlow> {
  const start = performance.now()
  let slow: TooSlow | undefined
  // With a rehearsal, a second training of the same length follows.
  const judge = (ran: number, done: number, steps: number, epochs: number, trainings: number) => {
    if (ran < Math.min(patience, limit / 4) || done === 0) return
    const perStep = ran / done
    const all = trainings * steps * epochs * (fit.epochs === undefined ? usualEnd : 1)
    const rest = perStep * Math.max(0, all - done)
    if (performance.now() - start + rest <= limit) return
    slow = new TooSlow(perStep, steps, epochs)
    throw slow
  }
  const watched: FitOptions = {
    ...fit,
    onStep: async (progress) => {
      await fit.onStep?.(progress)
      const { epoch, epochs, step, steps, elapsed } = progress
      judge(elapsed, (epoch - 1) * steps + step, steps, epochs, 1)
    },
    onProgress: async (progress) => {
      await fit.onProgress?.(progress)
      judge(progress.elapsed, progress.epoch, 1, progress.epochs, 1)
    },
    onRehearsal: async (progress) => {
      await fit.onRehearsal?.(progress)
      judge(progress.elapsed, progress.epoch, 1, progress.epochs, 2)
    },
  }
  try {
    const trained = await trainToEnd(forecaster, panel, watched)
    return { ...trained, fit }
  } catch (error) {
    if (slow) return slow
    throw error
  }
}
