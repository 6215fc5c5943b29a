import type { Optimizer as NativeOptimizer } from '../../addon/index.ts'
import { defined } from '../../base/defined.ts'
import {
  type Check,
  type Checks,
  flag,
  group,
  number,
  optionsOf,
  share,
  unchecked,
} from '../../base/options/options.ts'
import { type Schedule, scheduleChecks } from './schedules.ts'

/** Settings of an optimiser. Made by `sgd`, `adam`, `adamW` or `rmsProp`, which fill in the defaults. */
export interface Optimizer extends NativeOptimizer {
  /** The learning rate over the epochs, if `learningRate` was given as a schedule. */
  schedule?: Schedule
}

const defaults: NativeOptimizer = {
  kind: 'sgd',
  learningRate: 1e-3,
  momentum: 0,
  nesterov: false,
  beta1: 0.9,
  beta2: 0.999,
  alpha: 0.99,
  epsilon: 1e-8,
  weightDecay: 0,
}

/** A number or a schedule. */
const rate: Check = (name, value) =>
  (typeof value === 'object' && value !== null ? group(scheduleChecks) : number(0))(name, value)
const common = { learningRate: rate, weightDecay: number(0) }

/** The names of all settings; the addon checks their values. */
export const optimizerChecks = {
  ...Object.fromEntries(Object.keys(defaults).map((name) => [name, unchecked])),
  schedule: group(scheduleChecks),
} as Checks<Optimizer>

/** Makes an optimiser of its defaults and the options that are given. */
function make(own: Partial<NativeOptimizer>, given: object): Optimizer {
  const { learningRate, ...others } = defined(given) as { learningRate?: number | Schedule }
  const usual = { ...defaults, ...own, ...others }
  if (learningRate === undefined) return usual
  if (typeof learningRate === 'number') return { ...usual, learningRate }
  const { from = usual.learningRate, ...schedule } = learningRate
  return { ...usual, learningRate: from, schedule }
}

/** Options of stochastic gradient descent. */
export interface SgdOptions {
  /** A number, or a schedule such as `cosineDecay({ from: 0.01 })`; default 0.01. */
  learningRate?: number | Schedule
  /** Share of the last update that is added to the next one; default 0. */
  momentum?: number
  /** Nesterov's momentum (Nesterov 1983): the gradient is taken after the momentum step; default false. */
  nesterov?: boolean
  /** L2 penalty: this factor times the weight is added to the gradient; default 0. */
  weightDecay?: number
}

/**
 * Stochastic gradient descent, as PyTorch's `SGD`.
 *
 * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` naming the option
 * @example
 * await model.fit(data, { optimizer: sgd({ learningRate: 0.1, momentum: 0.9 }) })
 */
export const sgd = (options: SgdOptions = {}): Optimizer =>
  make(
    { kind: 'sgd', learningRate: 0.01 },
    optionsOf('sgd', options, { ...common, momentum: number(0), nesterov: flag }),
  )

/** Options of Adam and AdamW. */
export interface AdamOptions {
  /** A number, or a schedule such as `cosineDecay({ from: 3e-3 })`; default 0.001. */
  learningRate?: number | Schedule
  /** Decay of the running mean of the gradients; default 0.9. */
  beta1?: number
  /** Decay of the running mean of the squared gradients; default 0.999. */
  beta2?: number
  /** Added to the denominator of the step; default 1e-8. */
  epsilon?: number
  /**
   * `adam`: this factor times the weight is added to the gradient; default 0. `adamW`: this factor times the learning
   * rate times the weight is subtracted from the weight; default 0.01.
   */
  weightDecay?: number
}

const adamChecks: Checks<AdamOptions> = { ...common, beta1: share, beta2: share, epsilon: number(0) }

/**
 * Adam, as PyTorch's `Adam`.
 *
 * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` naming the option
 * @see Kingma and Ba 2015
 * @example
 * await model.fit(data, { optimizer: adam({ learningRate: 3e-3 }) })
 */
export const adam = (options: AdamOptions = {}): Optimizer =>
  make({ kind: 'adam' }, optionsOf('adam', options, adamChecks))

/**
 * Adam with weight decay that is separate from the gradient, as PyTorch's `AdamW`.
 *
 * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` naming the option
 * @see Loshchilov and Hutter 2019
 * @example
 * await model.fit(data, { optimizer: adamW({ learningRate: 1e-3, weightDecay: 0.05 }) })
 */
export const adamW = (options: AdamOptions = {}): Optimizer =>
  make({ kind: 'adamW', weightDecay: 0.01 }, optionsOf('adamW', options, adamChecks))

/** Options of RMSprop. */
export interface RmsPropOptions {
  /** A number, or a schedule such as `cosineDecay({ from: 0.01 })`; default 0.01. */
  learningRate?: number | Schedule
  /** Decay of the running mean of the squared gradients; default 0.99. */
  alpha?: number
  /** Added to the denominator of the step; default 1e-8. */
  epsilon?: number
  /** Share of the last update that is added to the next one; default 0. */
  momentum?: number
  /** L2 penalty: this factor times the weight is added to the gradient; default 0. */
  weightDecay?: number
}

/**
 * RMSprop, as PyTorch's `RMSprop`.
 *
 * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` naming the option
 * @see Hinton's lecture 6e, 2012
 * @example
 * await model.fit(data, { optimizer: rmsProp({ learningRate: 1e-3 }) })
 */
export const rmsProp = (options: RmsPropOptions = {}): Optimizer =>
  make(
    { kind: 'rmsProp', learningRate: 0.01 },
    optionsOf('rmsProp', options, { ...common, alpha: share, epsilon: number(0), momentum: number(0) }),
  )
