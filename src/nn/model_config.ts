import type { Precision } from '../addon/index.ts'
import type { CallOptions } from '../base/abort.ts'
import type { Loss } from './ops/losses.ts'
import type { ArrayLike } from './values/tensor.ts'
import type { AnyValue, Value } from './values/value.ts'

export type Inputs = Readonly<Record<string, AnyValue>>
export type Outputs = Readonly<Record<string, Value>>
export type Metrics = Readonly<Record<string, Loss>>

/** Arrays by input name: tensors, or nested arrays of numbers. The first dimension of each array counts the samples. */
export type Data<I extends Inputs> = { [K in keyof I]: ArrayLike }

/** The parts of a model. */
export interface ModelConfig<I extends Inputs, O extends Outputs, M extends Metrics> {
  /** All inputs of the model by name, targets, masks and lengths included. */
  inputs: I
  /** The values that `predict` returns, by name. */
  outputs: O
  /** The loss that `fit` minimises; not needed to predict. */
  loss?: Loss
  /** More losses that `evaluate` and the validation report, by name. */
  metrics?: M
  /** Seed of the first weights, of shuffling and of dropout; default 0. */
  seed?: number
}

/** Options of a call that runs a model. */
export interface RunOptions extends CallOptions {
  /** Samples that run at a time; default 256. */
  batchSize?: number
  /**
   * Precision of products, see {@link FitOptions.precision}; default `float32`, also if the model was trained in
   * `bf16`.
   */
  precision?: Precision
}
