// Training: the optimiser, its schedule, and epochs.

import type { Cancel, Precision } from './run_options.ts'

/** Settings of an optimiser. Made by `sgd`, `adam`, `adamW` or `rmsProp`, which fill in the defaults. */
export interface Optimizer {
  /** The rule that changes the weights. */
  kind: 'sgd' | 'adam' | 'adamW' | 'rmsProp'
  /** Size of a step; a schedule multiplies it. */
  learningRate: number
  /** `sgd`, `rmsProp`: share of the last update that is added to the next one. */
  momentum: number
  /** `sgd`: whether the momentum is that of Nesterov. */
  nesterov: boolean
  /** `adam`, `adamW`: decay of the running mean of the gradients. */
  beta1: number
  /** `adam`, `adamW`: decay of the running mean of the squared gradients. */
  beta2: number
  /** `rmsProp`: decay of the running mean of the squared gradients. */
  alpha: number
  /** Added to the root of the mean square, so that the step never divides by 0. */
  epsilon: number
  /** Strength of the weight decay, which pulls weights towards 0 in each step. */
  weightDecay: number
}

export interface Schedule {
  kind: 'constant' | 'step' | 'cosine' | 'oneCycle'
  /** Number of optimiser steps at the start in which the rate rises linearly from 0. */
  warmup: number
  /** `step`: number of optimiser steps between two changes of the rate. */
  every: number
  /** `step`: factor that each change multiplies the rate by. */
  factor: number
  /** `cosine` and `oneCycle`: length in optimiser steps. */
  total: number
  /** `cosine` and `oneCycle`: the lowest rate, as a share of the learning rate. */
  floor: number
  /** `oneCycle`: share of the steps in which the rate rises. */
  rise: number
  /** `oneCycle`: the first rate, as a share of the learning rate. */
  start: number
}

export interface TrainerOptions {
  optimizer: Optimizer
  schedule: Schedule
  batchSize: number
  /** Largest global norm of the gradients; 0 for no limit. */
  clipNorm: number
  /** Largest absolute value of an element of the gradients; 0 for no limit. */
  clipValue: number
  shuffle: boolean
  seed: number
  /** Number of time steps in a piece of truncated back-propagation; 0 for the whole sequence. */
  truncate: number
  /**
   * Number of samples in an epoch; 0 or absent for all. The next epoch continues with samples that are not used yet, so
   * that all are used equally often.
   */
  samplesPerEpoch?: number
  /**
   * Exponent of the running average of the weights, which validation measures and `state` gives beside the weights: the
   * average is over about the last 1 / (exponent + 2) of all steps so far. 0 or absent for no average.
   */
  averaging?: number
  precision?: Precision
  threads?: number
}

export interface EpochResult {
  /** Number of the epoch, from 1. */
  epoch: number
  /** Weighted mean of the training loss over the batches of the epoch. */
  loss: number
  /** `loss` and metrics on the validation data, with the weights at the end of the epoch, or with their average. */
  validation: Record<string, number> | null
  learningRate: number
  /** Global norm of the gradients before clipping, mean over the steps of the epoch. */
  gradientNorm: number
  milliseconds: number
}

/** The state of a trainer. With the same options and data, the next epoch from this state gives the same bits. */
export interface TrainerState {
  weights: Float32Array
  /** Running average of the weights, with `averaging`. */
  average?: Float32Array
  /** Running moments of the optimiser: 0 to 2 arrays, each as long as `weights`. */
  moments: Float32Array[]
  epoch: number
  step: number
}

export interface Trainer {
  /** Trains one epoch off the JS thread. A cancelled epoch leaves the state at the end of the last whole epoch. */
  epoch(options: { cancel?: Cancel }): Promise<EpochResult>
  /** Optimiser steps that the running epoch has done, and all its steps. May be read at any time. */
  progress(): { step: number; steps: number }
  state(): TrainerState
  restore(state: TrainerState): void
  dispose(): void
}
