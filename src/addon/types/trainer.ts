// Training: the optimiser, its schedule, and epochs.

import type { Cancel, Precision } from './run_options.ts'

/** Settings of an optimiser. Made by `sgd`, `adam`, `adamW` or `rmsProp`, which know the defaults. */
export interface Optimizer {
  /** Which rule weights follow. */
  kind: 'sgd' | 'adam' | 'adamW' | 'rmsProp'
  /** Size of a step, before any schedule. */
  learningRate: number
  /** `sgd`, `rmsProp`: share of the last update that goes on. */
  momentum: number
  /** `sgd`: look ahead along the momentum. */
  nesterov: boolean
  /** `adam`, `adamW`: decay of the mean of the gradients. */
  beta1: number
  /** `adam`, `adamW`: decay of the mean of their squares. */
  beta2: number
  /** Smoothing constant of RMSprop. */
  alpha: number
  /** Added to the root of the mean square, so that nothing is divided by 0. */
  epsilon: number
  /** How much weights are drawn to 0 in each step. */
  weightDecay: number
}

export interface Schedule {
  kind: 'constant' | 'step' | 'cosine' | 'oneCycle'
  /** Steps of linear warm-up from 0 before the rest; counted in optimiser steps. */
  warmup: number
  /** `step`: multiply by `factor` every `every` steps. */
  every: number
  factor: number
  /** `cosine` and `oneCycle`: length in optimiser steps, and the lowest rate as a share of the learning rate. */
  total: number
  floor: number
  /** `oneCycle`: share of the steps that rise, and the first rate as a share of the learning rate. */
  rise: number
  start: number
}

export interface TrainerOptions {
  optimizer: Optimizer
  schedule: Schedule
  batchSize: number
  /** 0 for none. */
  clipNorm: number
  /** 0 for none. */
  clipValue: number
  shuffle: boolean
  seed: number
  /** Time steps per piece of truncated back-propagation, 0 for the whole sequence. */
  truncate: number
  /**
   * Samples in an epoch, 0 or absent for all. The next epoch goes on with those that had no turn yet, so that all come
   * equally often.
   */
  samplesPerEpoch?: number
  precision?: Precision
  threads?: number
}

export interface EpochResult {
  /** Epochs done, from 1. */
  epoch: number
  /** Weighted mean over the epoch's batches, while training. */
  loss: number
  /** `loss` and metrics on the validation data, with the weights at the end of the epoch. */
  validation: Record<string, number> | null
  learningRate: number
  /** Global norm before clipping, mean over the epoch. */
  gradientNorm: number
  milliseconds: number
}

/** Everything that makes the next epoch: with the same options and data, the same bits follow. */
export interface TrainerState {
  weights: Float32Array
  /** The optimiser's running moments, as many arrays of the weights' length as it keeps. */
  moments: Float32Array[]
  epoch: number
  step: number
}

export interface Trainer {
  /** One pass over the data, off the JS thread. After a cancelled epoch the trainer is as at the end of the last whole one. */
  epoch(options: { cancel?: Cancel }): Promise<EpochResult>
  /** Optimiser steps done and to do in the running epoch; may be read at any time. */
  progress(): { step: number; steps: number }
  state(): TrainerState
  restore(state: TrainerState): void
  dispose(): void
}
