/**
 * Many sequences of numbers in one array, one after another. Step `s` of sequence `i` is at
 * `(offsets[i] + s) * channels`. A missing value is NaN.
 */
export interface PackedSequences {
  /** Numbers in each step. */
  readonly channels: number
  /** First step of each sequence, and at the end the number of all steps: one more than there are sequences. */
  readonly offsets: Uint32Array
  /** `[steps of all sequences, channels]`. */
  readonly values: Float32Array
}
