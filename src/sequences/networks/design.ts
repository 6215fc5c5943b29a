import type { Value } from '../../nn/index.ts'
import type { Row, TokenInputs } from './head.ts'

/** A network as far as its kind decides about it. */
export interface NetworkDesign {
  /** `[batch, outputs]`. A filled place has no influence. */
  scores(inputs: TokenInputs, outputs: number): Row
  /**
   * The values of a network that runs step by step; its layers have the names of those of `scores`. Null if the network
   * needs whole sequences.
   */
  readonly stream: ((inputs: TokenInputs, outputs: number) => StreamValues) | null
}

export interface StreamValues {
  /** `[batch, time, 1]`: logarithm of the weight of a step in the mean over all steps. */
  readonly attention: Value
  /** `[batch, time, outputs]`: scores of a step, whose weighted mean counts. */
  readonly pooled: Value
  /** `[batch, time, outputs]`: scores of a step, of which those of the last step are added. */
  readonly last: Value
}

/** How a network reads sequences. */
export interface Reading {
  /** Steps in a token. */
  readonly size: number
  /** Steps from one token to the next. */
  readonly stride: number
  readonly positions: number
}
