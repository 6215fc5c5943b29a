// Learning rates that change while a model learns. Lengths are given in epochs, of which parts are allowed; the
// trainer counts steps.

import type { Schedule as NativeSchedule } from '../../addon/index.ts'

/** A learning rate over the course of a fit. Made by `constantRate`, `stepDecay`, `cosineDecay` or `oneCycle`. */
export interface Schedule {
  /** Which curve it is. */
  readonly kind: NativeSchedule['kind']
  /** Epochs of linear warm-up from 0 before the rest; default 0. */
  readonly warmup?: number
  /** `step`: epochs between two cuts. */
  readonly every?: number
  /** `step`: what the rate is multiplied by at each. */
  readonly factor?: number
  /** `cosine` and `oneCycle`: epochs until the lowest rate; default all of the fit. */
  readonly epochs?: number
  /** `cosine` and `oneCycle`: the lowest rate, as a share of the learning rate; default 0. */
  readonly floor?: number
  /** `oneCycle`: the share of the epochs in which the rate rises; default 0.3. */
  readonly rise?: number
  /** `oneCycle`: the first rate, as a share of the learning rate; default 0.04. */
  readonly start?: number
}

/**
 * The learning rate itself, after an optional warm-up.
 *
 * @example
 * await model.fit(data, { schedule: constantRate({ warmup: 1 }) })
 */
export const constantRate = (options: Pick<Schedule, 'warmup'> = {}): Schedule => ({ kind: 'constant', ...options })

/**
 * The rate times `factor` every `every` epochs.
 *
 * @example
 * await model.fit(data, { epochs: 30, schedule: stepDecay({ every: 10, factor: 0.5 }) })
 */
export const stepDecay = (options: { every: number; factor: number; warmup?: number }): Schedule => ({
  kind: 'step',
  ...options,
})

/**
 * Down from the learning rate to `floor` times it along half a cosine.
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
 * Up from `start` to the learning rate, and down to `floor`, both along half a cosine.
 *
 * @see Smith and Topin 2018
 * @example
 * await model.fit(data, { epochs: 30, schedule: oneCycle({ rise: 0.2 }) })
 */
export const oneCycle = (options: Pick<Schedule, 'epochs' | 'rise' | 'start' | 'floor'> = {}): Schedule => ({
  kind: 'oneCycle',
  ...options,
})

/** The schedule in optimiser steps. */
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
