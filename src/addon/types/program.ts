// Programs as the addon reads them, and arrays.

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
