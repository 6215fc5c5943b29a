// The parts that layers of a Transformer's encoder and decoder share.

import type { Dim } from '../../addon/index.ts'
import { type Checks, flag, oneOf, share, text, whole } from '../../base/options/options.ts'
import { add, gelu, relu } from '../ops/elementwise.ts'
import { dropout } from '../ops/normalising.ts'
import { featuresOf, value } from '../values/operands.ts'
import type { Value } from '../values/value.ts'
import type { Part, Steps } from './part.ts'

/** Options of both stacks of Transformer layers. */
export interface TransformerOptions<B extends Dim = Dim> {
  /** Number of heads, a divisor of D. */
  heads: number
  /** Number of layers; default 1. */
  layers?: number
  /** Number of units between the two dense layers after the attention; default 4 D. */
  feedForward?: number
  /** The activation between these dense layers; default `relu`. */
  activation?: 'relu' | 'gelu'
  /** Dropout rate after the attention, after the activation and after the second dense layer; default 0. */
  dropout?: number
  /**
   * Whether each part normalises its input and not the sum of its input and result; default false. Deep stacks learn
   * more easily with it.
   */
  preNorm?: boolean
  /** Whether the result of the last layer is normalised; default the value of `preNorm`, which needs it. */
  finalNorm?: boolean
  /** Whether queries and keys of the self-attention are rotated by their positions, see {@link rotary}; default false. */
  rotary?: boolean
  /** Number of valid steps of each row of `x`; later steps are not attended to. Default all. */
  lengths?: Value<[B], 'int32'>
  /** First part of the names of the parameters; default the name of the function and a number. */
  name?: string
}

export const transformerChecks: Checks<TransformerOptions> = {
  heads: whole(1),
  layers: whole(1, 1000),
  feedForward: whole(1),
  activation: oneOf(['relu', 'gelu']),
  dropout: share,
  preNorm: flag,
  finalNorm: flag,
  rotary: flag,
  lengths: value,
  name: text,
}

/** Adds the result of a part to its input, and normalises the sum, or with `preNorm` the input of the part. */
export function residual(
  layer: Part,
  norm: string,
  x: Steps,
  { preNorm = false, dropout: rate = 0 }: TransformerOptions,
  part: (x: Steps) => Steps,
): Steps {
  const result = part(preNorm ? layer.norm(norm, x) : x)
  const sum = add(x, rate > 0 ? dropout(result, rate) : result) as Steps
  return preNorm ? sum : layer.norm(norm, sum)
}

/** Two dense layers that each time step goes through by itself. */
export function feedForward(layer: Part, x: Steps, options: TransformerOptions): Steps {
  const { activation = 'relu', dropout: rate = 0 } = options
  const size = featuresOf('feedForward', x)
  const wide = layer.dense('linear1', x, options.feedForward ?? 4 * size)
  const active = activation === 'relu' ? relu(wide) : gelu(wide)
  return layer.dense('linear2', rate > 0 ? dropout(active, rate) : active, size)
}

/** Runs the layers one after another. */
export function stackLayers(
  block: Part,
  x: Steps,
  options: TransformerOptions,
  layer: (part: Part, x: Steps) => Steps,
): Steps {
  const { layers = 1, preNorm = false, finalNorm = preNorm } = options
  let y = x
  for (let i = 0; i < layers; i++) y = layer(block.within(`layers.${i}`), y)
  return finalNorm ? block.norm('norm', y) : y
}
