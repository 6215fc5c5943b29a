import type { Precision } from '../../addon/index.ts'
import { checkFunction } from '../../base/check.ts'
import { type Checks, flag, group, number, text, unchecked, whole } from '../../base/options/options.ts'
import { callChecks } from '../run_options.ts'
import { type Optimizer, optimizerChecks } from './optimizers.ts'
import { type Schedule, scheduleChecks } from './schedules.ts'

/** Results of one epoch of training. */
export interface EpochSummary {
  /** Number of the epoch, from 1. */
  epoch: number
  /** Mean loss over the batches of the epoch, each computed with the weights before its step. */
  loss: number
  /** Loss and metrics on the validation data, with the weights at the end of the epoch; `null` without validation. */
  validation: Record<string, number> | null
  /** Learning rate at the end of the epoch. */
  learningRate: number
  /** Global norm of the gradients before clipping, mean over the steps. */
  gradientNorm: number
}

/** The argument of `onProgress`, which is called after each epoch. */
export interface Progress extends EpochSummary {
  /** Number of epochs that `fit` was called with. */
  epochs: number
  /** Milliseconds since `fit` began. */
  elapsed: number
  /** Milliseconds that the remaining epochs will take, estimated from the epochs so far. */
  remaining: number
}

/** The argument of `onStep`, which is called within an epoch. */
export interface StepProgress {
  /** Number of the running epoch, from 1. */
  epoch: number
  /** Number of epochs that `fit` was called with. */
  epochs: number
  /** Optimiser steps that the epoch has done. */
  step: number
  /** Optimiser steps of the whole epoch. */
  steps: number
  /** Milliseconds since `fit` began. */
  elapsed: number
}

/** The result of `fit`. */
export interface History {
  /** One entry for each epoch. */
  epochs: EpochSummary[]
  /** The epoch whose weights the model has: the best epoch if `patience` is set, else the last one. */
  bestEpoch: number
  /** Whether `patience` ended the fit before the last epoch. */
  stoppedEarly: boolean
}

/** Options of `fit`. */
export interface FitOptions<Data> {
  /** Number of passes over the data; default 10. */
  epochs?: number
  /** Number of samples in an optimiser step; default 32. */
  batchSize?: number
  /**
   * Number of samples in an epoch, to shorten the epochs of large data; over the epochs every sample is used equally
   * often. Default all.
   */
  samplesPerEpoch?: number
  /** The rule that changes the weights; default `adam()`. */
  optimizer?: Optimizer
  /**
   * The learning rate over the epochs, as a multiple of that of the optimiser; default `constantRate()`. The
   * `learningRate` of the optimiser may be a schedule instead.
   */
  schedule?: Schedule
  /**
   * Whether the model gets a running average of the weights over the last steps, about a tenth of all, instead of the
   * last weights; default false. Validation measures the average. It makes up for a learning rate that does not fall,
   * so a training can stop at any epoch (Shamir and Zhang 2013; Izmailov et al. 2018).
   */
  average?: boolean
  /** Largest global norm of the gradients; a longer gradient is scaled down to it, after `clipValue` is applied. */
  clipNorm?: number
  /** Largest absolute value of each element of the gradients. */
  clipValue?: number
  /**
   * Data that loss and metrics are computed on after each epoch: separate data, or a share between 0 and 1. A share
   * takes the last samples; these do not train.
   */
  validation?: number | Data
  /** Stop after this number of epochs without a better value, and take the weights of the best epoch. */
  patience?: number
  /** A value counts as better if it is lower than the best one by more than this; default 0. */
  minDelta?: number
  /** The number that `patience` watches: `'loss'` (default) or a metric, on the validation data if there are any. */
  monitor?: string
  /** Whether each epoch takes the samples in a new random order; default true. */
  shuffle?: boolean
  /** Seed of shuffling and dropout; default the seed of the model. */
  seed?: number
  /**
   * Truncated back-propagation: gradients flow through pieces of this number of time steps, the state through all.
   * Default whole sequences.
   */
  truncate?: number
  /**
   * Precision of products, default `float32`. `bf16` rounds both factors to 8 significant bits and sums their products
   * in float32. It is about twice as fast on processors that support it, faster still with tiles (`cpuInfo().bf16`),
   * and as fast as `float32` on others. Weights, optimiser and the trained model stay float32.
   */
  precision?: Precision
  /** Number of threads; default all processors. The result does not depend on it. */
  threads?: number
  /** Stops the fit at once; it rejects with an `AbortError`, and the model has the weights of the last whole epoch. */
  signal?: AbortSignal
  /** Called and awaited after each epoch, when the model has the weights of that epoch. */
  onProgress?: (progress: Progress) => unknown
  /** Called about every 100 milliseconds within an epoch. */
  onStep?: (progress: StepProgress) => unknown
  /** Path of a checkpoint that is written after each epoch, for `resume`. */
  checkpoint?: string
  /**
   * Path of a checkpoint to continue from. With the same data and options the result has the same bits as an
   * uninterrupted fit.
   */
  resume?: string
}

export const fitChecks: Checks<FitOptions<never>> = {
  epochs: whole(1),
  batchSize: whole(1),
  samplesPerEpoch: whole(0),
  optimizer: group(optimizerChecks),
  schedule: group(scheduleChecks),
  average: flag,
  clipNorm: number(0),
  clipValue: number(0),
  validation: unchecked,
  patience: whole(1),
  minDelta: number(0),
  monitor: text,
  shuffle: flag,
  seed: whole(0),
  truncate: whole(0),
  precision: unchecked,
  ...callChecks,
  onProgress: checkFunction,
  onStep: checkFunction,
  checkpoint: text,
  resume: text,
}
