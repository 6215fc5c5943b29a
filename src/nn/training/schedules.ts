// Learning rates that change during a fit. Users give lengths in epochs, also in parts of an epoch; the trainer counts
// optimiser steps.

import type { Schedule as NativeSchedule } from '../../addon/index.ts'

/** The learning rate over the epochs of a fit. Made by `constantRate`, `stepDecay`, `cosineDecay` or `oneCycle`. */
export interface Schedule {
  /** The kind of curve. */
  readonly kind: NativeSchedule['kind']
  /** Number of epochs at the start in which the rate rises linearly from 0; default 0. */
  readonly warmup?: number
  /** `step`: number of epochs between two changes of the rate. */
  readonly every?: number
  /** `step`: factor that each change multiplies the rate by. */
  readonly factor?: number
  /** `cosine` and `oneCycle`: number of epochs until the lowest rate; default all epochs of the fit. */
  readonly epochs?: number
  /** `cosine` and `oneCycle`: the lowest rate, as a share of the learning rate; default 0. */
  readonly floor?: number
  /** `oneCycle`: the share of the epochs in which the rate rises; default 0.3. */
  readonly rise?: number
  /** `oneCycle`: the first rate, as a share of the learning rate; default 0.04. */
  readonly start?: number
}

/**
 * A constant learning rate, after an optional warm-up.
 *
 * @example
 * await model.fit(data, { schedule: constantRate({ warmup: 1 }) })
 */
export const constantRate = (options: Pick<Schedule, 'warmup'> = {}): Schedule => ({ kind: 'constant', ...options })

/**
 * A learning rate that is multiplied by `factor` after every `every` epochs.
 *
 * @example
 * await model.fit(data, { epochs: 30, schedule: stepDecay({ every: 10, factor: 0.5 }) })
 */
export const stepDecay = (options: { every: number; factor: number; warmup?: number }): Schedule => ({
  kind: 'step',
  ...options,
})

/**
 * A learning rate that falls along half a cosine, to `floor` times its first value.
 *
 * @see Loshchilov and Hutter 2017, without restarts
 * @example
 * await model.fit(data, { epochs: 30, schedule: cosineDecay({ warmup: 2, floor: 0.01 }) })
 */
export const cosineDecay = (options: Pick<Schedule, 'epochs' | 'floor' | 'warmup'> = {}): Schedule => ({
  kind: 'cosine',
  ...options,
})

/**
 * A rate that rises from `start` times the learning rate to the learning rate, then falls to `floor` times it. Both
 * parts follow half a cosine.
 *
 * @see Smith and Topin 2018
 * @example
 * await model.fit(data, { epochs: 30, schedule: oneCycle({ rise: 0.2 }) })
 */
export const oneCycle = (options: Pick<Schedule, 'epochs' | 'rise' | 'start' | 'floor'> = {}): Schedule => ({
  kind: 'oneCycle',
  ...options,
})

/** Converts a schedule from epochs to optimiser steps. */
export function inSteps(schedule: Schedule, epochs: number, stepsPerEpoch: number): NativeSchedule {
  const steps = (length: number) => Math.round(length * stepsPerEpoch)
  return {
    kind: schedule.kind,
    warmup: steps(schedule.warmup ?? 0),
    every: steps(schedule.every ?? 1),
    factor: schedule.factor ?? 1,
    total: Math.max(1, steps(schedule.epochs ?? epochs)),
    floor: schedule.floor ?? 0,
    rise: schedule.rise ?? 0.3,
    start: schedule.start ?? 0.04,
  }
}
