// A Program with its weights: prediction, gradients, streams.

import type { DataType, Spec, Tensor, Tensors } from './program.ts'
import type { RunOptions } from './run_options.ts'
import type { Trainer, TrainerOptions } from './trainer.ts'
import type { Samples, Windows } from './windows.ts'

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
