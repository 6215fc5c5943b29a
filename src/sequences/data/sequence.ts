import type { Tensor } from '../../nn/index.ts'

/** The name of a class, or the number that a regressor learns. It is returned as it is given. */
export type Label = string | number

/**
 * Numbers over time, in one of three forms:
 *
 * - a list of numbers or a typed array: one channel
 * - a list of steps, each a list with a number for each channel
 * - a tensor of shape `[steps, channels]`, or `[steps]` for one channel
 *
 * NaN marks a missing value.
 */
export type Sequence = ArrayLike<number> | readonly (readonly number[])[] | Tensor

/** Sequences, and a label for each. The lengths may differ, the number of channels may not. */
export interface SequenceSet {
  /** The sequences. */
  readonly sequences: readonly Sequence[]
  /** A label for each sequence; not needed to predict. */
  readonly labels?: readonly Label[]
}
