import type { Precision, Tensor } from '../../addon/index.ts'
import type { CallOptions } from '../../base/abort.ts'
import { type Checks, flag, oneOf, share, unchecked, whole } from '../../base/options/options.ts'
import { callChecks } from '../run_options.ts'
import type { ArrayLike } from '../values/tensor.ts'
import type { StateName } from './stack.ts'

/** Options of all three recurrent layers. */
export interface LayerOptions {
  /** Number of features of the input. */
  inputSize: number
  /** Number of units H. */
  hiddenSize: number
  /** Number of layers; each reads the output of the layer before it. Default 1. */
  layers?: number
  /** Whether every layer runs in both directions and outputs both side by side; default false. */
  bidirectional?: boolean
  /** Whether there are biases; default true. */
  bias?: boolean
  /** Dropout rate between layers, applied only in training; default 0. */
  dropout?: number
  /** Seed of the first weights; default 0. */
  seed?: number
  /** First values of `weight_hh`: uniform in ±1/sqrt(H) (default), or an orthogonal matrix for each gate. */
  recurrentInitial?: 'uniform' | 'orthogonal'
}

/** States `[layers * directions, batch, H]`. */
export type LayerState<S extends StateName> = { [K in S]?: ArrayLike }

/** Number of valid steps of each row. */
export type Lengths = readonly number[] | Int32Array | Tensor

/** Options of `predict`. */
export interface LayerPredictOptions<S extends StateName> extends CallOptions {
  /** Number of valid steps of each row; default all. */
  lengths?: Lengths
  /** The first states; default zeros. */
  initial?: LayerState<S>
  /** Precision of products, as in `Model.fit`; default `float32`. `backward` uses the precision of its `forward`. */
  precision?: Precision
}

/** Options of `forward`. */
export interface LayerForwardOptions<S extends StateName> extends LayerPredictOptions<S> {
  /** Whether dropout is active; default false. */
  training?: boolean
  /** Seed of dropout; default the seed of the layer. */
  seed?: number
}

/** dLoss by the results of `forward`; gradients that are left out count as zero. */
export type LayerOutputGradients<S extends StateName> = { [K in S | 'output']?: ArrayLike }

/** dLoss by the arguments of `forward`. */
export type LayerGradients<S extends StateName> = {
  input: Tensor
  /** dLoss by each parameter, by the names of `layer.parameters`. */
  parameters: Record<string, Tensor>
  /** Norm of dLoss/dHidden at every time step, by layer and direction: `l0`, `l0_reverse`, `l1`, ... */
  hiddenNorms: Record<string, Float32Array>
} & { [K in S as `initial${Capitalize<K>}`]: Tensor }

/** `output` `[batch, time, directions * H]` and the last states `[layers * directions, batch, H]`. */
export type LayerValues<S extends StateName> = { output: Tensor } & { [K in S]: Tensor }

/** The results of `forward`, and its backward pass. */
export type LayerResult<S extends StateName> = LayerValues<S> & {
  /** Runs the backward pass; may be called more than once. */
  backward(gradients: LayerOutputGradients<S>, options?: CallOptions): Promise<LayerGradients<S>>
  /** Releases what is kept for `backward` now and not at the next garbage collection. */
  [Symbol.dispose](): void
}

export const layerChecks: Checks<LayerOptions> = {
  inputSize: whole(1),
  hiddenSize: whole(1),
  layers: whole(1, 1000),
  bidirectional: flag,
  bias: flag,
  dropout: share,
  seed: whole(0),
  recurrentInitial: oneOf(['uniform', 'orthogonal']),
}

export const predictChecks: Checks<LayerPredictOptions<StateName>> = {
  lengths: unchecked,
  initial: unchecked,
  precision: unchecked,
  ...callChecks,
}

export const forwardChecks: Checks<LayerForwardOptions<StateName>> = {
  ...predictChecks,
  training: flag,
  seed: whole(0),
}
