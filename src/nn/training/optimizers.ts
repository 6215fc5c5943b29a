import type { Optimizer } from '../../addon/index.ts'
import { optionsOf } from '../../base/check.ts'
import { defined } from '../../base/defined.ts'

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
 * @example
 * await model.fit(data, { optimizer: sgd({ learningRate: 0.1, momentum: 0.9 }) })
 */
export const sgd = (options: SgdOptions = {}): Optimizer => ({
  ...defaults,
  kind: 'sgd',
  learningRate: 0.01,
  ...defined(optionsOf('sgd', options)),
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

/**
 * Adam, as PyTorch's `Adam`.
 *
 * @see Kingma and Ba 2015
 * @example
 * await model.fit(data, { optimizer: adam({ learningRate: 3e-3 }) })
 */
export const adam = (options: AdamOptions = {}): Optimizer => ({
  ...defaults,
  kind: 'adam',
  ...defined(optionsOf('adam', options)),
})

/**
 * Adam with weight decay that is separate from the gradient, as PyTorch's `AdamW`.
 *
 * @see Loshchilov and Hutter 2019
 * @example
 * await model.fit(data, { optimizer: adamW({ learningRate: 1e-3, weightDecay: 0.05 }) })
 */
export const adamW = (options: AdamOptions = {}): Optimizer => ({
  ...defaults,
  kind: 'adamW',
  weightDecay: 0.01,
  ...defined(optionsOf('adamW', options)),
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
 * @see Hinton's lecture 6e, 2012
 * @example
 * await model.fit(data, { optimizer: rmsProp({ learningRate: 1e-3 }) })
 */
export const rmsProp = (options: RmsPropOptions = {}): Optimizer => ({
  ...defaults,
  kind: 'rmsProp',
  learningRate: 0.01,
  ...defined(optionsOf('rmsProp', options)),
})
