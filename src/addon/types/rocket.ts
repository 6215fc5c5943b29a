import type { RunOptions } from './run_options.ts'

/**
 * Many sequences of numbers in one array, one after another. Step `s` of sequence `i` is at
 * `(offsets[i] + s) * channels`. A missing value is NaN.
 */
export interface PackedSequences {
  /** Numbers in each step. */
  readonly channels: number
  /** First step of each sequence, and at the end the number of all steps: one more than there are sequences. */
  readonly offsets: Uint32Array
  /** `[steps of all sequences, channels]`, in double precision: levels may be large and differences small. */
  readonly values: Float64Array
}

/** Which convolutions there are, and of which channels. A combination is a dilation and one of 84 kernels. */
export interface RocketPlan {
  dilations: Int32Array
  /** The number of limits that each kernel of a dilation has. Each limit is a feature. */
  limitsPerKernel: Int32Array
  /** First entry of `channelsOfKernels` of each combination, and at the end their number. */
  channelOffsets: Int32Array
  channelsOfKernels: Int32Array
}

/** The numbers that `rocketFit` learns. */
export interface RocketLearned {
  /** Mean of each channel. */
  location: Float64Array
  /** Standard deviation of each channel. */
  scale: Float64Array
  /** One for each feature. */
  limits: Float32Array
  /** `[features, outputs]` */
  coefficients: Float32Array
  intercepts: Float64Array
}

/** Everything that a prediction needs. */
export type RocketState = RocketPlan & RocketLearned

export interface RocketFitOptions extends RunOptions {
  /** For each combination, the sequence whose quantiles are its limits. */
  examples: Int32Array
  /** `[sequences, outputs]` */
  targets: Float64Array
  outputs: number
  /** One weight above 0 for each sequence; empty for equal ones. */
  weights: Float64Array
  /** Penalties of the ridge regression to choose from. */
  penalties: Float64Array
}

/** The transform by convolutions with a ridge regression behind it. */
export interface RocketBinding {
  /** Resolves to what a prediction needs, the penalty chosen, and the prediction of each sequence by the others. */
  rocketFit(
    sequences: PackedSequences,
    plan: RocketPlan,
    options: RocketFitOptions,
  ): Promise<RocketLearned & { penalty: number; outOfSample: Float64Array }>
  /** `[sequences, outputs]` */
  rocketScores(sequences: PackedSequences, state: RocketState, options: RunOptions): Promise<Float64Array>
  /** `[sequences, features]` */
  rocketFeatures(sequences: PackedSequences, state: RocketState, options: RunOptions): Promise<Float32Array>
}
