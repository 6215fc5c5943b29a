import type { Dim } from '../../addon/index.ts'
import { type Checks, flag, optionsOf } from '../../base/options/options.ts'
import { Scope, type Value } from '../values/value.ts'
import { attend } from './multi_head_attention.ts'
import { Part } from './part.ts'
import { feedForward, residual, stackLayers, type TransformerOptions, transformerChecks } from './transformer_layer.ts'

/** Options of a Transformer's encoder. */
export interface TransformerEncoderOptions<B extends Dim = Dim> extends TransformerOptions<B> {
  /** Whether step t sees only the steps 0 to t; default false. */
  causal?: boolean
}

const checks: Checks<TransformerEncoderOptions> = { ...transformerChecks, causal: flag }

/**
 * Layers of self-attention and a small dense network at each step: PyTorch's `nn.TransformerEncoder` of
 * `nn.TransformerEncoderLayer` with `batch_first`, whose names and layouts the parameters have
 * (`layers.0.self_attn.in_proj_weight`, `layers.0.linear1.weight`, ...). Different from PyTorch, dropout does not act
 * on the weights of the attention. Attention does not know the order of the steps: use {@link positionalEncoding}
 * before it, or `rotary`.
 *
 * @param x - `[batch, time, D]`
 * @param options.heads - number of heads, a divisor of D
 * @returns `[batch, time, D]`
 * @throws {GatecastError} `ERR_SHAPE` if `x` does not fit; `ERR_TYPE`, `ERR_RANGE` naming the option
 * @see Vaswani et al. 2017; `preNorm`: Xiong et al. 2020
 * @example
 * const x = positionalEncoding(linear(input(['batch', 'time', 3]), 32))
 * const y = transformerEncoder(x, { heads: 4, layers: 2, dropout: 0.1, preNorm: true }) // Value<['batch', 'time', 32]>
 */
export function transformerEncoder<B extends Dim, T extends Dim, D extends number>(
  x: Value<[B, T, D]>,
  options: TransformerEncoderOptions<B>,
): Value<[B, T, D]> {
  const given = optionsOf('transformerEncoder', options, checks, ['heads'])
  const { heads, causal, lengths, rotary } = given
  const block = new Part(new Scope('transformerEncoder', given.name))
  return stackLayers(block, x, given, (layer, y) => {
    const mixed = residual(layer, 'norm1', y, given, (z) =>
      attend(layer.within('self_attn'), z, z, z, { heads, causal, lengths, rotary }),
    )
    return residual(layer, 'norm2', mixed, given, (z) => feedForward(layer, z, given))
  }) as Value<[B, T, D]>
}
