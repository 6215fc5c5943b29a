/** The hand-written types of what the addon exports. `binding/` is their other side. */

/** A dimension: a fixed size, or a multiple of the batch or the number of time steps. */
export type Dim = number | 'batch' | 'time' | `${number}*batch` | `${number}*time`
export type DataType = 'float32' | 'int32'
export interface Spec {
  readonly shape: readonly Dim[]
  readonly type: DataType
}

export type Attribute = number | string | boolean | readonly (number | string)[]
export type Attributes = Readonly<Record<string, Attribute>>

/**
 * One op: what it computes (`docs/ops.md`), and the numbers of the values it reads; `null` where an optional input is
 * absent. Any op may have an attribute `name`, which messages call it by.
 */
export interface OpData {
  readonly kind: string
  readonly inputs: readonly (number | null)[]
  readonly attributes: Attributes
}

/**
 * A Program as it is stored and run. Values are numbered in the order in which the ops put them out:
 * an op with three outputs takes three numbers.
 */
export interface ProgramData {
  readonly ops: readonly OpData[]
  /** What `predict` returns, by name. */
  readonly outputs: Readonly<Record<string, number>>
  /** The first output of the loss that `fit` minimises. */
  readonly loss: number | null
  /** First outputs of losses that `evaluate` reports beside it. */
  readonly metrics: Readonly<Record<string, number>>
}

/** An array with its shape, row-major. */
export interface Tensor {
  shape: number[]
  data: Float32Array | Int32Array
}
export type Tensors = Record<string, Tensor>

export interface CpuInfo {
  /** The kernels that run: `avx512`, `avx2`, `baseline` or `neon`. */
  tier: string
  /** All tiers this machine can run, best first; `GATECAST_ISA` takes one of them. */
  tiers: string[]
  /** Instruction-set features found, such as `avx512f`. */
  features: string[]
  /** Floats in a vector of the tier. */
  lanes: number
  /** Processors this process may use, the default of every `threads` option. */
  threads: number
}

/** Passed to asynchronous calls; `cancel()` makes them reject with `ERR_ABORTED` at the next op. */
export interface Cancel {
  cancel(): void
}

export interface RunOptions {
  threads?: number
  cancel?: Cancel
}

export interface Parameter {
  readonly name: string
  readonly shape: readonly number[]
  /** Where its values start in the flat array of all weights. */
  readonly offset: number
}

/** A checked Program with its weights. */
export interface Graph {
  readonly parameters: readonly Parameter[]
  readonly inputs: readonly (Spec & { name: string })[]
  /** A copy of all weights, one after another in the order of `parameters`. */
  weights(): Float32Array
  setWeights(weights: Float32Array): void
  /** The Program's outputs; samples are run `batchSize` at a time. */
  predict(inputs: Tensors, options: RunOptions & { batchSize: number }): Promise<Tensors>
  /** `loss` and every metric, each the weighted mean over all samples. */
  evaluate(inputs: Tensors, options: RunOptions & { batchSize: number }): Promise<Record<string, number>>
  /** One forward pass that is kept for `tape.backward`. Values are given by number; `training` turns dropout on. */
  record(
    inputs: Tensors,
    options: RunOptions & { outputs: number[]; seed: number; training: boolean; inputGradients: string[] },
  ): Promise<{ outputs: Tensor[]; tape: Tape }>
  /** Steps through time; the recurrent state lives in the stream. */
  stream(options: { batch: number }): Stream
  trainer(options: TrainerOptions, data: Tensors, validation: Tensors | null): Trainer
  dispose(): void
}

export interface Tape {
  /** `gradients[i]` belongs to `outputs[i]` of `record`; `null` means zero. May be called again. */
  backward(
    gradients: (Tensor | null)[],
    options: RunOptions,
  ): Promise<{
    inputs: Tensors
    /** Flat, in the order of `Graph.parameters`. */
    parameters: Float32Array
    /** For each recurrent op in the order of the Program, the norm of dLoss/dHidden at each time step. */
    hiddenNorms: Float32Array[]
  }>
  dispose(): void
}

export interface Stream {
  /** One time step, on the calling thread: inputs without their time dimension or with it at size 1, as declared. */
  step(inputs: Tensors): Tensors
  reset(): void
  dispose(): void
}

export interface Optimizer {
  kind: 'sgd' | 'adam' | 'adamW' | 'rmsProp'
  learningRate: number
  momentum: number
  nesterov: boolean
  beta1: number
  beta2: number
  /** Smoothing constant of RMSprop. */
  alpha: number
  epsilon: number
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

export interface Binding {
  /** Errors are made by `new ErrorClass(code, message)`. */
  setErrorClass(errorClass: new (code: string, message: string) => Error): void
  cpuInfo(): CpuInfo
  /** The shape rule of an op; throws what a Program with it would throw. */
  infer(kind: string, inputs: (Spec | null)[], attributes: Attributes): Spec[]
  /** Counter-based random numbers: the same seed, stream and position always give the same number. */
  random(distribution: 'uniform' | 'normal', seed: number, stream: number, count: number): Float32Array
  Graph: new (program: ProgramData) => Graph
  Cancel: new () => Cancel
}
