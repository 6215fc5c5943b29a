import type { Dim } from '../../addon/index.ts'
import { type Checks, flag, optionsOf } from '../../base/options/options.ts'
import { value } from '../values/operands.ts'
import { Scope, type Value } from '../values/value.ts'
import { attend } from './multi_head_attention.ts'
import { Part } from './part.ts'
import { feedForward, residual, stackLayers, type TransformerOptions, transformerChecks } from './transformer_layer.ts'

/** Options of a Transformer's decoder. */
export interface TransformerDecoderOptions<B extends Dim = Dim> extends TransformerOptions<B> {
  /** Whether step t of `x` sees only the steps 0 to t of `x`; default true. */
  causal?: boolean
  /** Number of valid steps of each row of `memory`; default all. */
  memoryLengths?: Value<[B], 'int32'>
}

const checks: Checks<TransformerDecoderOptions> = { ...transformerChecks, causal: flag, memoryLengths: value }

/**
 * Layers of self-attention, attention to the memory of an encoder, and a small dense network at each step: PyTorch's
 * `nn.TransformerDecoder` of `nn.TransformerDecoderLayer` with `batch_first`, whose names and layouts the parameters
 * have. Different from PyTorch, dropout does not act on the weights of the attention, and `causal` is the default.
 *
 * @param x - `[batch, steps, D]`
 * @param memory - `[batch, time, features]`, usually of {@link transformerEncoder}
 * @param options.heads - number of heads, a divisor of D
 * @returns `[batch, steps, D]`
 * @throws {GatecastError} `ERR_SHAPE` if `x` or `memory` does not fit; `ERR_TYPE`, `ERR_RANGE` naming the option
 * @see Vaswani et al. 2017; `preNorm`: Xiong et al. 2020
 * @example
 * const memory = transformerEncoder(input(['batch', 'time', 32]), { heads: 4 })
 * const y = transformerDecoder(input(['batch', 12, 32]), memory, { heads: 4 }) // Value<['batch', 12, 32]>
 */
export function transformerDecoder<B extends Dim, T extends Dim, D extends number>(
  x: Value<[B, T, D]>,
  memory: Value<[B, Dim, number]>,
  options: TransformerDecoderOptions<B>,
): Value<[B, T, D]> {
  const given = optionsOf('transformerDecoder', options, checks, ['heads'])
  const { heads, causal = true, lengths, memoryLengths, rotary } = given
  const block = new Part(new Scope('transformerDecoder', given.name))
  return stackLayers(block, x, given, (layer, y) => {
    const own = residual(layer, 'norm1', y, given, (z) =>
      attend(layer.within('self_attn'), z, z, z, { heads, causal, lengths, rotary }),
    )
    const mixed = residual(layer, 'norm2', own, given, (z) =>
      attend(layer.within('multihead_attn'), z, memory, memory, { heads, lengths: memoryLengths }),
    )
    return residual(layer, 'norm3', mixed, given, (z) => feedForward(layer, z, given))
  }) as Value<[B, T, D]>
}
