import type { Dim } from '../../addon/index.ts'

/** One layer of a network: an op with weights or products. */
export interface LayerSummary {
  /** The name of the layer, the first part of the names of its weights. */
  readonly name: string
  /** The kind of op, for example `lstm`. */
  readonly kind: string
  /** The shape of what it reads. */
  readonly input: readonly Dim[]
  /** The shape of its first output. */
  readonly output: readonly Dim[]
  /** Number of trained weights. Weights of several layers count for the first of them. */
  readonly weights: number
  /** Multiply-adds of the products of a forward pass over one sample. */
  readonly multiplyAdds: number
}

/** What is known about a network without running it. */
export interface SummaryParts {
  /** The layers in the order in which they run. */
  readonly layers: readonly LayerSummary[]
  /** The inputs by name, with their shapes. */
  readonly inputs: Readonly<Record<string, readonly Dim[]>>
  /** The outputs by name, with their shapes. */
  readonly outputs: Readonly<Record<string, readonly Dim[]>>
  /** Number of all trained weights. */
  readonly weights: number
  /** Multiply-adds of the products of a forward pass over one sample, without the loss. */
  readonly multiplyAdds: number
  /** Number of time steps that the counts are for. */
  readonly time: number
  /**
   * Bytes of the weights, and of all values of a forward pass over one sample. Training also keeps a gradient for each
   * weight, and Adam two more numbers.
   */
  readonly bytes: { readonly weights: number; readonly values: number }
  /** Number of ops of each kind, sources included. */
  readonly operations: Readonly<Record<string, number>>
}
