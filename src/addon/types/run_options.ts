/** Passed to asynchronous calls; `cancel()` makes them reject with `ERR_ABORTED` before their next op. */
export interface Cancel {
  cancel(): void
}

/**
 * The numbers that products are computed from. `bf16` rounds both factors to 8 significant bits and sums their products
 * in float32. Everything else (weights, gates, states, gradients, the optimiser) is float32 in both cases.
 */
export type Precision = 'float32' | 'bf16'

export interface RunOptions {
  /** Default `float32`. */
  precision?: Precision
  threads?: number
  cancel?: Cancel
}
