import type { Optimizer } from '../../addon/index.ts'
import { defined } from '../../base/defined.ts'
import { type Checks, flag, number, optionsOf, share, unchecked } from '../../base/options/options.ts'

export type { Optimizer } from '../../addon/index.ts'

const defaults: Optimizer = {
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

const common = { learningRate: number(0), weightDecay: number(0) }

/** The names of all settings; the addon checks their values. */
export const optimizerChecks = Object.fromEntries(
  Object.keys(defaults).map((name) => [name, unchecked]),
) as Checks<Optimizer>

/** Options of stochastic gradient descent. */
export interface SgdOptions {
  /** Default 0.01. */
  learningRate?: number
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
export const sgd = (options: SgdOptions = {}): Optimizer => ({
  ...defaults,
  kind: 'sgd',
  learningRate: 0.01,
  ...defined(optionsOf('sgd', options, { ...common, momentum: number(0), nesterov: flag })),
})

/** Options of Adam and AdamW. */
export interface AdamOptions {
  /** Default 0.001. */
  learningRate?: number
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
export const adam = (options: AdamOptions = {}): Optimizer => ({
  ...defaults,
  kind: 'adam',
  ...defined(optionsOf('adam', options, adamChecks)),
})

/**
 * Adam with weight decay that is separate from the gradient, as PyTorch's `AdamW`.
 *
 * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` naming the option
 * @see Loshchilov and Hutter 2019
 * @example
 * await model.fit(data, { optimizer: adamW({ learningRate: 1e-3, weightDecay: 0.05 }) })
 */
export const adamW = (options: AdamOptions = {}): Optimizer => ({
  ...defaults,
  kind: 'adamW',
  weightDecay: 0.01,
  ...defined(optionsOf('adamW', options, adamChecks)),
})

/** Options of RMSprop. */
export interface RmsPropOptions {
  /** Default 0.01. */
  learningRate?: number
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
export const rmsProp = (options: RmsPropOptions = {}): Optimizer => ({
  ...defaults,
  kind: 'rmsProp',
  learningRate: 0.01,
  ...defined(optionsOf('rmsProp', options, { ...common, alpha: share, epsilon: number(0), momentum: number(0) })),
})
