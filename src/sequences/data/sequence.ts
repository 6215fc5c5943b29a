/** The name of a class, or the number that a regressor learns. It is returned as it is given. */
export type Label = string | number

/** A sequence in a typed array. A tensor of `gatecast/nn` is one, too. */
export interface SequenceTensor {
  /** `[steps, channels]`, or `[steps]` for one channel. */
  readonly shape: readonly number[]
  /** The numbers, step by step. */
  readonly data: Float32Array | Float64Array | Int32Array
}

/**
 * Numbers over time, in one of three forms:
 *
 * - a list of numbers or a typed array: one channel
 * - a list of steps, each a list with a number for each channel
 * - a tensor of shape `[steps, channels]`, or `[steps]` for one channel
 *
 * NaN marks a missing value.
 */
export type Sequence = ArrayLike<number> | readonly (readonly number[])[] | SequenceTensor

/** Sequences, and a label for each. The lengths may differ, the number of channels may not. */
export interface SequenceSet {
  /** The sequences. */
  readonly sequences: readonly Sequence[]
  /** A label for each sequence; not needed to predict. */
  readonly labels?: readonly Label[]
}
