// Programs in the form that the addon reads, and tensors.

/** A dimension: a fixed size, or a multiple of the batch or the number of time steps. */
export type Dim = number | 'batch' | 'time' | `${number}*batch` | `${number}*time`

/** The type of the numbers of a value: `int32` for ids, labels and lengths, else `float32`. */
export type DataType = 'float32' | 'int32'

export interface Spec {
  readonly shape: readonly Dim[]
  readonly type: DataType
}

export type Attribute = number | string | boolean | readonly (number | string)[]

export type Attributes = Readonly<Record<string, Attribute>>

/**
 * One op: its kind (see `docs/ops.md`), and the numbers of the values that it reads; `null` for an optional input that
 * is absent. Any op may have an attribute `name`, which messages use.
 */
export interface OpData {
  readonly kind: string
  readonly inputs: readonly (number | null)[]
  readonly attributes: Attributes
}

/**
 * A Program in the form in which it is stored and run. Values are numbered in the order in which the ops output them:
 * an op with three outputs takes three numbers.
 */
export interface ProgramData {
  readonly ops: readonly OpData[]
  /** Numbers of the values that `predict` returns, by name. */
  readonly outputs: Readonly<Record<string, number>>
  /** Number of the first output of the loss that `fit` minimises; `null` without a loss. */
  readonly loss: number | null
  /** Numbers of the first outputs of more losses that `evaluate` reports, by name. */
  readonly metrics: Readonly<Record<string, number>>
}

/** An array with its shape, row-major. */
export interface Tensor {
  /** Size of each dimension; empty for a single number. */
  shape: number[]
  /** The numbers, row-major; their count is the product of the sizes. */
  data: Float32Array | Int32Array
}

/** Tensors by name. */
export type Tensors = Record<string, Tensor>
