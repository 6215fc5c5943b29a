/** The hand-written types of what the addon exports. `binding/` is their other side. */

/** A dimension: a fixed size, or a multiple of the batch or the number of time steps. */
export type Dim = number | 'batch' | 'time' | `${number}*batch` | `${number}*time`
/** What the numbers of a value are: `int32` for ids, labels and lengths, else `float32`. */
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
  /** Size of each dimension; empty for a single number. */
  shape: number[]
  /** As many numbers as the sizes multiply to, row-major. */
  data: Float32Array | Int32Array
}
/** Tensors by name. */
export type Tensors = Record<string, Tensor>

/**
 * Columns of many series in native memory: copied once, shared by training, validation and prediction. Work under way
 * keeps what it uses, whatever happens to this object.
 */
export interface Table {
  readonly series: number
  readonly rows: number
  dispose(): void
}

/** NaN is a missing value. Float64 is rounded to float32. Int32 is for embeddings and has no missing values. */
export type ColumnData = Float32Array | Float64Array | Int32Array

/**
 * Samples cut out of a {@link Table}. A window is a series and an origin: the first row that is forecast, counted within
 * the series. The rows of an input are counted from the origin: -1 is the last one that is known, 0 the first forecast.
 * Rows before and after the series are missing values.
 *
 * Windows are numbered series after series, each from its first origin; the samples of a call come in that order.
 */
export interface Windows {
  readonly table: Table
  /** Series s has `count[s]` windows, with origins `first[s]`, `first[s] + stride`, ...: from 0 to the series' length. */
  readonly first: Int32Array
  readonly count: Int32Array
  readonly stride: number
  /** A float column. */
  readonly target: string
  /** Rows before the origin that location and scale are taken from. */
  readonly context: number
  /** Rows from the origin on that are forecast. */
  readonly horizon: number
  /**
   * Leave out windows whose target has no value in the context, or none in the horizon. `predict` then gives rows for
   * those that are left, so leave it off there. Default false.
   */
  readonly needTarget?: boolean
  readonly scaling: WindowScaling
  /** By name of the Program's input. */
  readonly inputs: Readonly<Record<string, WindowInput>>
}

/**
 * Location and scale of a window: of the values of the target that are there in its context, or, where there is none, of
 * as many rows up to the last value before. Location 0 and scale 1 where there is none at all, and scale 1 where it
 * would be 0 (a constant context; for `mean`, all zeros).
 *
 * | | location | scale |
 * |---|---|---|
 * | `none` | 0 | 1 |
 * | `mean` | 0 | mean absolute value |
 * | `standard` | mean | standard deviation (division by n) |
 * | `robust` | median | interquartile range / 1.349, or where that is 0 the root mean square distance from the median |
 * | `last` | last value | root mean square distance from it |
 */
export type WindowScaling = 'none' | 'mean' | 'standard' | 'robust' | 'last'

/** What fills an input of the Program. Its first dimension is `batch`. */
export type WindowInput =
  /**
   * Rows [from, to) of columns: `[batch, to - from, columns]`, or `[batch, to - from]` for one column; the second
   * dimension may be `time`. All columns float, or all int32 for an int32 input.
   */
  | {
      readonly kind: 'values'
      readonly columns: readonly string[]
      readonly from: number
      readonly to: number
      /** By column: whether the input gets (value - location) / scale. */
      readonly scaled: readonly boolean[]
      /** What stands for a missing value, as it goes into the input: after scaling. */
      readonly missing: number
    }
  /** 1 where the column has a value in rows [from, to), else 0: `[batch, to - from]` or `[batch, to - from, 1]`. */
  | { readonly kind: 'mask'; readonly column: string; readonly from: number; readonly to: number }
  /** Static columns: `[batch, columns]`, or `[batch]` for one. */
  | { readonly kind: 'static'; readonly columns: readonly string[] }
  /** Location or scale of the window: `[batch]` or `[batch, 1]`. */
  | { readonly kind: 'location' }
  | { readonly kind: 'scale' }
  /** Number of the series in the table, int32: `[batch]` or `[batch, 1]`. */
  | { readonly kind: 'series' }

export type Samples = Tensors | Windows

/**
 * What is drawn at each step, and which outputs of the Program hold its parameters, in this order: `gaussian` location
 * and scale; `studentT` location, scale and degrees; `negativeBinomial` mean and dispersion (variance m + a m^2);
 * `point` the value itself, with nothing drawn. Each output is `[batch, time]` or `[batch, time, 1]`.
 */
export interface PathOptions extends RunOptions {
  paths: number
  horizon: number
  likelihood: 'gaussian' | 'studentT' | 'negativeBinomial' | 'point'
  outputs: readonly string[]
  /** Whether the outputs speak of (target - location) / scale. False: of the target as it is. */
  scaled: boolean
  seed: number
  /** Windows run side by side, each `paths` times. The numbers do not depend on it. */
  batchSize: number
}

/** Which kernels run on this machine, and what it has. */
export interface CpuInfo {
  /** The kernels that run: `amx` (`avx512`, and tiles in bf16), `avx512`, `avx2`, `baseline` or `neon`. */
  tier: string
  /** All tiers this machine can run, best first; `GATECAST_ISA` takes one of them. */
  tiers: string[]
  /** Instruction-set features found, such as `avx512f`. */
  features: string[]
  /**
   * What multiplies with `precision: 'bf16'`: tiles (`amx`), vectors (`avx512bf16`), or `null` where it is computed in
   * float32. On tier `amx` it is `avx512bf16` where the system refuses tiles to this process.
   */
  bf16: 'amx' | 'avx512bf16' | null
  /** Floats in a vector of the tier. */
  lanes: number
  /** Processors this process may use, the default of every `threads` option. */
  threads: number
}

/** Passed to asynchronous calls; `cancel()` makes them reject with `ERR_ABORTED` at the next op. */
export interface Cancel {
  cancel(): void
}

/**
 * What products are made of: `bf16` rounds what they multiply to 8 significant bits and adds up in float32. Everything
 * else (weights, gates, states, gradients, the optimiser) is float32 either way.
 */
export type Precision = 'float32' | 'bf16'

export interface RunOptions {
  /** Default `float32`. */
  precision?: Precision
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
  predict(inputs: Samples, options: RunOptions & { batchSize: number }): Promise<Tensors>
  /** `loss` and every metric, each the weighted mean over all samples. */
  evaluate(inputs: Samples, options: RunOptions & { batchSize: number }): Promise<Record<string, number>>
  /**
   * Futures of each window by ancestral sampling: `[windows, paths, horizon]`, in the units of the target. The Program
   * must be able to stream. All but the last `horizon` of the windows' time steps warm up its state; then, step by
   * step, a value is drawn for each path and stands for the target in that row: wherever an input with a time dimension
   * reads the target (or its mask) at or after the origin, it reads what was drawn. The last time step belongs to the
   * last row of the horizon, so such an input has `to` of at most `horizon - 1`.
   *
   * A draw depends on the seed, the series, the origin, the path and the step, and on nothing else.
   */
  samplePaths(windows: Windows, options: PathOptions): Promise<Tensor>
  /** One forward pass that is kept for `tape.backward`. Values are given by number; `training` turns dropout on. */
  record(
    inputs: Tensors,
    options: RunOptions & { outputs: number[]; seed: number; training: boolean; inputGradients: string[] },
  ): Promise<{ outputs: Tensor[]; tape: Tape }>
  /** Steps through time; the recurrent state lives in the stream. */
  stream(options: { batch: number }): Stream
  trainer(options: TrainerOptions, data: Samples, validation: Samples | null): Trainer
  dispose(): void
}

/**
 * A Program whose sizes are all numbers, on plain arrays: one for each of `inputs`, one or `undefined` (memory of its own)
 * for each of `outputs`. NaN and infinities go through. Small ones keep their planned memory from run to run.
 */
export interface Kernel {
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** On the calling thread, where the arrays are. */
  runSync(inputs: PlainArray[], out: Places): Float32Array[]
  /** Inputs are copied at the call, given arrays are written when the promise is settled. */
  run(inputs: PlainArray[], out: Places, options: KernelOptions): Promise<Float32Array[]>
  /** The same, kept for one backward pass. */
  save(inputs: PlainArray[], out: Places, options: KernelOptions): Promise<{ outputs: Float32Array[]; saved: Saved }>
  /** Both passes in one: what `Saved.backward` gives. */
  gradients(inputs: PlainArray[], gradients: Places, out: Places, options: KernelOptions): Promise<Float32Array[]>
  dispose(): void
}
export type PlainArray = Float32Array | Int32Array

export type Places = readonly (Float32Array | undefined)[]
export type KernelOptions = Omit<RunOptions, 'precision'>

export interface Saved {
  /**
   * Gradients by the float inputs, in their order, given those by the outputs (`undefined` is zero). `out` has a place for
   * every input. It uses up what was saved.
   */
  backward(gradients: Places, out: Places, options: KernelOptions): Promise<Float32Array[]>
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

/** An input or an output of a {@link Stream}. */
export interface StreamSlot {
  readonly name: string
  readonly type: DataType
  /** At one time step; and the same without the dimensions that are `time`. */
  readonly shape: readonly number[]
  readonly withoutTime: readonly number[]
  /** Where its values start in the buffer, in words of four bytes. */
  readonly first: number
}

export interface Stream {
  readonly inputs: readonly StreamSlot[]
  readonly outputs: readonly StreamSlot[]
  /** Inputs are put here before a step, outputs are found here after it. */
  readonly buffer: ArrayBuffer
  /** One time step, on the calling thread. Throws `ERR_NOT_FINITE` before anything has changed. */
  step(): void
  reset(): void
  dispose(): void
}

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

export interface Binding {
  /** Errors are made by `new ErrorClass(code, message)`. */
  setErrorClass(errorClass: new (code: string, message: string) => Error): void
  cpuInfo(): CpuInfo
  /** The shape rule of an op; throws what a Program with it would throw. */
  infer(kind: string, inputs: (Spec | null)[], attributes: Attributes): Spec[]
  /** Counter-based random numbers: the same seed, stream and position always give the same number. */
  random(distribution: 'uniform' | 'normal', seed: number, stream: number, count: number): Float32Array
  /**
   * Runs multiply-adds in registers, `steps` rounds on each of so many threads, and says how many floating-point
   * operations that was: the ceiling that `npm run bench` compares with. In `bf16` by what `cpuInfo().bf16` names, where
   * there is something; default `float32`. Internal.
   */
  peak(steps: number, threads: number, precision?: Precision): Promise<number>
  Graph: new (program: ProgramData) => Graph
  Kernel: new (program: ProgramData, precision?: Precision) => Kernel
  /**
   * @param columns - by name, one value per row, series after series
   * @param offsets - rows of series i are `offsets[i]` to `offsets[i + 1]`: one number more than there are series
   * @param statics - by name, one value per series; none may be missing
   */
  Table: new (
    columns: Readonly<Record<string, ColumnData>>,
    offsets: Float64Array,
    statics: Readonly<Record<string, ColumnData>>,
  ) => Table
  /** How many samples they are, without those that `needTarget` leaves out. */
  countWindows(windows: Windows): number
  Cancel: new () => Cancel
}
