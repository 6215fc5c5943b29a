import type { Precision, Tensor } from '../../addon/index.ts'
import type { CallOptions } from '../../base/abort.ts'
import type { ArrayLike } from '../values/tensor.ts'
import type { StateName } from './stack.ts'

/** What the three recurrent layers take. */
export interface LayerOptions {
  /** Features of the input. */
  inputSize: number
  /** Number of units H. */
  hiddenSize: number
  /** Layers on top of each other; default 1. */
  layers?: number
  /** Every layer runs in both directions, and puts out both side by side; default false. */
  bidirectional?: boolean
  /** Default true. */
  bias?: boolean
  /** Rate of the dropout between layers, in training; default 0. */
  dropout?: number
  /** Of the first weights; default 0. */
  seed?: number
  /** How `weight_hh` is first filled: in ±1/sqrt(H) (default), or each gate orthogonal. */
  recurrentInitial?: 'uniform' | 'orthogonal'
}

/** States `[layers * directions, batch, H]`. */
export type LayerState<S extends StateName> = { [K in S]?: ArrayLike }

/** Valid steps of each row. */
export type Lengths = readonly number[] | Int32Array | Tensor

/** How a layer is run. */
export interface LayerPredictOptions<S extends StateName> extends CallOptions {
  /** Valid steps of each row; all by default. */
  lengths?: Lengths
  /** The first states; zeros by default. */
  initial?: LayerState<S>
  /** Of products, as in `Model.fit`; default `float32`. `backward` has the precision of its `forward`. */
  precision?: Precision
}

/** How a layer is run when a way back is wanted. */
export interface LayerForwardOptions<S extends StateName> extends LayerPredictOptions<S> {
  /** Whether dropout drops; default false. */
  training?: boolean
  /** Of dropout; default that of the layer. */
  seed?: number
}

/** dLoss by the results of `forward`; those left out are zero. */
export type LayerOutputGradients<S extends StateName> = { [K in S | 'output']?: ArrayLike }

/** dLoss by what `forward` was given. */
export type LayerGradients<S extends StateName> = {
  input: Tensor
  /** By the names of `layer.parameters`. */
  parameters: Record<string, Tensor>
  /** Norm of dLoss/dHidden at every time step, by layer and direction: `l0`, `l0_reverse`, `l1`, ... */
  hiddenNorms: Record<string, Float32Array>
} & { [K in S as `initial${Capitalize<K>}`]: Tensor }

/** `output` `[batch, time, directions * H]` and the last states `[layers * directions, batch, H]`. */
export type LayerValues<S extends StateName> = { output: Tensor } & { [K in S]: Tensor }

/** What `forward` gives, and the way back. */
export type LayerResult<S extends StateName> = LayerValues<S> & {
  /** The other way through; may be called more than once. */
  backward(gradients: LayerOutputGradients<S>, options?: CallOptions): Promise<LayerGradients<S>>
  /** Releases what was kept for `backward` now rather than with the garbage. */
  [Symbol.dispose](): void
}

export const layerOptionNames: readonly (keyof LayerOptions)[] = [
  'inputSize',
  'hiddenSize',
  'layers',
  'bidirectional',
  'bias',
  'dropout',
  'seed',
  'recurrentInitial',
]

export const predictOptionNames: readonly (keyof LayerPredictOptions<StateName>)[] = [
  'lengths',
  'initial',
  'precision',
  'threads',
  'signal',
]
