// A Program with its weights: prediction, gradients, streams.

import type { DataType, Spec, Tensor, Tensors } from './program.ts'
import type { RunOptions } from './run_options.ts'
import type { Trainer, TrainerOptions } from './trainer.ts'
import type { Samples, Windows } from './windows.ts'

/**
 * How the values of a path are drawn. `outputs` names the outputs of the Program that hold the parameters of
 * `likelihood`, in this order: `gaussian` location and scale; `studentT` location, scale and degrees of freedom;
 * `negativeBinomial` mean m and dispersion a (variance m + a m^2); `point` the value itself, which is taken without a
 * draw. Each output is `[batch, time]` or `[batch, time, 1]`.
 */
export interface PathOptions extends RunOptions {
  paths: number
  horizon: number
  likelihood: 'gaussian' | 'studentT' | 'negativeBinomial' | 'point'
  outputs: readonly string[]
  /** Whether the outputs describe (target - location) / scale; if false, they describe the target itself. */
  scaled: boolean
  seed: number
  /** Number of windows that run side by side, each `paths` times. The result does not depend on it. */
  batchSize: number
}

/** Drawn futures, row-major. Doubles, because a target may be far from 0. */
export interface Paths {
  /** `[windows, paths, horizon]` */
  shape: number[]
  data: Float64Array
}

export interface Parameter {
  readonly name: string
  readonly shape: readonly number[]
  /** Position of the parameter's first value in the flat array of all weights. */
  readonly offset: number
}

/** A checked Program with its weights. */
export interface Graph {
  readonly parameters: readonly Parameter[]
  readonly inputs: readonly (Spec & { name: string })[]
  /** A copy of all weights, one after another in the order of `parameters`. */
  weights(): Float32Array
  setWeights(weights: Float32Array): void
  /** Computes the outputs of the Program. Runs `batchSize` samples at a time. */
  predict(inputs: Samples, options: RunOptions & { batchSize: number }): Promise<Tensors>
  /** Computes `loss` and every metric, each the weighted mean over all samples. */
  evaluate(inputs: Samples, options: RunOptions & { batchSize: number }): Promise<Record<string, number>>
  /**
   * Draws futures of each window by ancestral sampling: `[windows, paths, horizon]`, in the units of the target. The
   * Program must be able to stream. All time steps of a window except the last `horizon` ones warm up the state. Then
   * each step draws one value for each path. The drawn value replaces the target in its row: an input with a time
   * dimension that reads the target (or its mask) at or after the origin reads the drawn value. The last time step
   * belongs to the last row of the horizon, so such an input has a `to` of at most `horizon - 1`.
   *
   * A draw depends only on the seed, the series, the origin, the path and the step.
   */
  samplePaths(windows: Windows, options: PathOptions): Promise<Paths>
  /**
   * Runs a forward pass and keeps it for `tape.backward`. `outputs` are numbers of values; `training` turns dropout on.
   */
  record(
    inputs: Tensors,
    options: RunOptions & { outputs: number[]; seed: number; training: boolean; inputGradients: string[] },
  ): Promise<{ outputs: Tensor[]; tape: Tape }>
  /** Makes a stream, which runs one time step after another. It holds the recurrent state. */
  stream(options: { batch: number }): Stream
  trainer(options: TrainerOptions, data: Samples, validation: Samples | null): Trainer
  dispose(): void
}

export interface Tape {
  /**
   * Runs a backward pass. `gradients[i]` belongs to `outputs[i]` of `record`; `null` means zero. May be called again.
   */
  backward(
    gradients: (Tensor | null)[],
    options: RunOptions,
  ): Promise<{
    inputs: Tensors
    /** Gradients by all parameters in one flat array, in the order of `Graph.parameters`. */
    parameters: Float32Array
    /**
     * The norm of dLoss/dHidden at each time step, for each recurrent op that the outputs depend on. Its name is the
     * attribute `name` of the op, or without one the kind and the number of the op, for example `lstm3`.
     */
    hiddenNorms: Record<string, Float32Array>
  }>
  dispose(): void
}

/** An input or an output of a {@link Stream}. */
export interface StreamSlot {
  readonly name: string
  readonly type: DataType
  /** Shape at one time step: dimensions that are `time` have size 1. */
  readonly shape: readonly number[]
  /** The same shape without the dimensions that are `time`. */
  readonly withoutTime: readonly number[]
  /** Position of the array's first value in the buffer, counted in four-byte words. */
  readonly first: number
}

export interface Stream {
  readonly inputs: readonly StreamSlot[]
  readonly outputs: readonly StreamSlot[]
  /** Memory shared with the addon: the caller writes inputs before a step and reads outputs after it. */
  readonly buffer: ArrayBuffer
  /** Runs one time step on the calling thread. If it throws `ERR_NOT_FINITE`, the state is unchanged. */
  step(): void
  reset(): void
  dispose(): void
}
