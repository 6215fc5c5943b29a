// Learning rates that change during a fit. Users give lengths in epochs, also in parts of an epoch; the trainer counts
// optimiser steps.

import type { Schedule as NativeSchedule } from '../../addon/index.ts'
import { GatecastError } from '../../base/error.ts'
import { type Checks, number, optionsOf, unchecked } from '../../base/options/options.ts'

/**
 * The learning rate over the epochs of a fit. Made by `constantRate`, `stepDecay`, `exponentialDecay`, `cosineDecay` or
 * `oneCycle`.
 */
export interface Schedule {
  /** The kind of curve. */
  readonly kind: NativeSchedule['kind'] | 'exponential'
  /**
   * The learning rate that the curve multiplies, if the schedule is the `learningRate` of an optimiser; default that of
   * the optimiser.
   */
  readonly from?: number
  /** Number of epochs at the start in which the rate rises linearly from 0; default 0. */
  readonly warmup?: number
  /** `step`: number of epochs between two changes of the rate. */
  readonly every?: number
  /** `step`: factor that each change multiplies the rate by. */
  readonly factor?: number
  /** `cosine` and `oneCycle`: number of epochs until the lowest rate; default all epochs of the fit. */
  readonly epochs?: number
  /**
   * `cosine` and `oneCycle`: the lowest rate, as a share of the learning rate; default 0. `exponential`: the share of the
   * learning rate that is reached at the end of the fit; default 0.01.
   */
  readonly floor?: number
  /** `oneCycle`: the share of the epochs in which the rate rises; default 0.3. */
  readonly rise?: number
  /** `oneCycle`: the first rate, as a share of the learning rate; default 0.04. */
  readonly start?: number
}

/** A check for each part of a schedule; the addon checks the kind. */
export const scheduleChecks: Checks<Schedule> = {
  kind: unchecked,
  from: number(0),
  warmup: number(0),
  every: number(0),
  factor: number(0),
  epochs: number(0),
  floor: number(0),
  rise: number(0, 1),
  start: number(0),
}
/** The default share of an exponential decay. */
const lowestRate = 0.01
const { from, warmup, every, factor, epochs, floor, rise, start } = scheduleChecks

/**
 * A constant learning rate, after an optional warm-up.
 *
 * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` naming the option
 * @example
 * await model.fit(data, { schedule: constantRate({ warmup: 1 }) })
 */
export const constantRate = (options: Pick<Schedule, 'from' | 'warmup'> = {}): Schedule => ({
  kind: 'constant',
  ...optionsOf('constantRate', options, { from, warmup }),
})

/**
 * A learning rate that is multiplied by `factor` after every `every` epochs.
 *
 * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` naming the option
 * @example
 * await model.fit(data, { epochs: 30, schedule: stepDecay({ every: 10, factor: 0.5 }) })
 */
export const stepDecay = (options: { every: number; factor: number; from?: number; warmup?: number }): Schedule => ({
  kind: 'step',
  ...optionsOf('stepDecay', options, { every, factor, from, warmup }, ['every', 'factor']),
})

/**
 * A learning rate that falls by the same factor at each optimiser step, from its first value to `floor` times it (default
 * 0.01) at the end of the fit.
 *
 * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` naming the option; `ERR_RANGE` unless `floor` is above 0 and at most 1
 * @example
 * await model.fit(data, { epochs: 30, schedule: exponentialDecay({ floor: 0.1 }) })
 */
export function exponentialDecay(options: Pick<Schedule, 'from' | 'floor' | 'warmup'> = {}): Schedule {
  const given = optionsOf('exponentialDecay', options, { from, floor, warmup })
  // A product of factors does not reach 0.
  if (given.floor === 0 || Number(given.floor) > 1)
    throw new GatecastError(
      'ERR_RANGE',
      `Expected floor of exponentialDecay to be above 0 and at most 1, got ${given.floor}. Use cosineDecay to reach 0`,
    )
  return { kind: 'exponential', ...given }
}

/**
 * A learning rate that falls along half a cosine, to `floor` times its first value.
 *
 * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` naming the option
 * @see Loshchilov and Hutter 2017, without restarts
 * @example
 * await model.fit(data, { epochs: 30, schedule: cosineDecay({ warmup: 2, floor: 0.01 }) })
 * await model.fit(data, { epochs: 30, optimizer: adam({ learningRate: cosineDecay({ from: 3e-3 }) }) }) // or so
 */
export const cosineDecay = (options: Pick<Schedule, 'from' | 'epochs' | 'floor' | 'warmup'> = {}): Schedule => ({
  kind: 'cosine',
  ...optionsOf('cosineDecay', options, { from, epochs, floor, warmup }),
})

/**
 * A rate that rises from `start` times the learning rate to the learning rate, then falls to `floor` times it. Both
 * parts follow half a cosine.
 *
 * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` naming the option
 * @see Smith and Topin 2018
 * @example
 * await model.fit(data, { epochs: 30, schedule: oneCycle({ rise: 0.2 }) })
 */
export const oneCycle = (options: Pick<Schedule, 'from' | 'epochs' | 'rise' | 'start' | 'floor'> = {}): Schedule => ({
  kind: 'oneCycle',
  ...optionsOf('oneCycle', options, { from, epochs, rise, start, floor }),
})

/** Converts a schedule from epochs to optimiser steps. */
export function inSteps(schedule: Schedule, allEpochs: number, stepsPerEpoch: number): NativeSchedule {
  const { kind } = schedule
  const steps = (length: number) => Math.round(length * stepsPerEpoch)
  const warmup = steps(schedule.warmup ?? 0)
  const common = {
    warmup,
    every: steps(schedule.every ?? 1),
    factor: schedule.factor ?? 1,
    total: Math.max(1, steps(schedule.epochs ?? allEpochs)),
    floor: schedule.floor ?? 0,
    rise: schedule.rise ?? 0.3,
    start: schedule.start ?? 0.04,
  }
  if (kind !== 'exponential') return { kind, ...common }
  // The first step has the full rate, and the last step the lowest one.
  const changes = Math.max(1, steps(allEpochs) - warmup - 1)
  return { ...common, kind: 'step', every: 1, factor: (schedule.floor ?? lowestRate) ** (1 / changes) }
}
