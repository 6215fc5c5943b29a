import type { Optimizer, Precision } from '../../addon/index.ts'
import type { Schedule } from './schedules.ts'

/** One epoch of training. */
export interface EpochSummary {
  /** From 1. */
  epoch: number
  /** Mean over the batches of the epoch, each with the weights it met. */
  loss: number
  /** Loss and metrics on the validation data, with the weights at the end of the epoch. */
  validation: Record<string, number> | null
  /** At the end of the epoch. */
  learningRate: number
  /** Global norm of the gradients before clipping, mean over the steps. */
  gradientNorm: number
}

export interface Progress extends EpochSummary {
  /** Epochs asked for. */
  epochs: number
  /** Milliseconds since `fit` began. */
  elapsed: number
  /** Milliseconds to go, as estimated from the epochs so far. */
  remaining: number
}

/** How far an epoch is. */
export interface StepProgress {
  /** The running epoch, from 1. */
  epoch: number
  /** Epochs asked for. */
  epochs: number
  /** Optimiser steps done in it, of `steps`. */
  step: number
  /** Steps of the epoch. */
  steps: number
  /** Milliseconds since `fit` began. */
  elapsed: number
}

/** What `fit` did. */
export interface History {
  /** One entry for each epoch. */
  epochs: EpochSummary[]
  /** The epoch whose weights the model has: the best one if there was a `patience`, else the last. */
  bestEpoch: number
  /** Whether `patience` ran out before the last epoch. */
  stoppedEarly: boolean
}

/** How a model learns. */
export interface FitOptions<Data> {
  /** Passes over the data; default 10. */
  epochs?: number
  /** Samples in a step; default 32. */
  batchSize?: number
  /** Samples in an epoch, for data with more than one wants to wait for; all come equally often. Default all. */
  samplesPerEpoch?: number
  /** Default `adam()`. */
  optimizer?: Optimizer
  /** Default `constantRate()`. */
  schedule?: Schedule
  /** Largest global norm of the gradients; longer ones are scaled down to it. After `clipValue`. */
  clipNorm?: number
  /** Largest size of each number of the gradients. */
  clipValue?: number
  /** Data to measure on after each epoch: their own, or as a share the last of the samples, which then do not train. */
  validation?: number | Data
  /** Stop after so many epochs without a better value, and end with the weights of the best one. */
  patience?: number
  /** How much less counts as better; default 0. */
  minDelta?: number
  /** What is to become less: `'loss'` (default) or a metric, on the validation data where there are any. */
  monitor?: string
  /** A new order of the samples in each epoch; default true. */
  shuffle?: boolean
  /** Of shuffling and dropout; default that of the model. */
  seed?: number
  /** Back-propagate through pieces of so many time steps, with the state carried on; default whole sequences. */
  truncate?: number
  /**
   * `bf16` rounds what products multiply to 8 significant bits and adds up in float32, about twice as fast on processors
   * that have it, more with tiles (`cpuInfo().bf16`), and the same as `float32` on others. Weights and the optimiser stay float32; so does
   * the model, whatever it was trained with. Default `float32`.
   */
  precision?: Precision
  /** Default all processors. The result does not depend on it. */
  threads?: number
  /** Stops at once; the model then has the weights of the last whole epoch. Rejects with an `AbortError`. */
  signal?: AbortSignal
  /** Called after each epoch and awaited; the model has that epoch's weights. */
  onProgress?: (progress: Progress) => unknown
  /** Called now and then within an epoch. */
  onStep?: (progress: StepProgress) => unknown
  /** A file written after each epoch, to resume from. */
  checkpoint?: string
  /** A checkpoint to go on from. With the same data and options the same bits follow as without a break. */
  resume?: string
}

export const fitOptionNames: readonly (keyof FitOptions<never>)[] = [
  'epochs',
  'batchSize',
  'samplesPerEpoch',
  'optimizer',
  'schedule',
  'clipNorm',
  'clipValue',
  'validation',
  'patience',
  'minDelta',
  'monitor',
  'shuffle',
  'seed',
  'truncate',
  'precision',
  'threads',
  'signal',
  'onProgress',
  'onStep',
  'checkpoint',
  'resume',
]
