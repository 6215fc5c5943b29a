import { add, dropout, linear, reshape, transformerEncoder } from '../../nn/index.ts'
import { horizonHead } from '../blocks/horizon_head.ts'
import { flat, mixedPast, withFixed } from '../blocks/mixed_past.ts'
import type { Row, Sequence } from '../blocks/sequence.ts'
import { WindowInputs } from '../blocks/window_inputs.ts'
import type { NetworkFamily } from '../network.ts'

/** Options of {@link invertedTransformer}. */
export interface InvertedTransformerOptions {
  readonly hiddenSize: number
  readonly heads: number
  readonly layers: number
  readonly feedForward: number
  readonly dropout: number
}

/**
 * iTransformer. The whole context of a series is one token, and attention relates the series of a sample to each other.
 * A linear map of its token gives the forecast of a series.
 *
 * Source: Liu, Hu, Zhang, Wu, Wang, Ma, Long 2024, "iTransformer: Inverted Transformers are effective for time series
 * forecasting". As there, the window is scaled by its own values. Different from the paper, covariates are part of the
 * token of their series and not tokens of their own.
 */
export const invertedTransformer: NetworkFamily<InvertedTransformerOptions> = (spec, options) => {
  const { hiddenSize, heads, layers, feedForward, dropout: rate } = options
  const inputs = new WindowInputs(spec.together)
  const { values, beside, fixed } = mixedPast(inputs, spec)
  const read = add(linear(flat(values), hiddenSize), linear(flat(beside), hiddenSize, { bias: false })) as Row
  const [rows] = read.shape
  const tokens = reshape(withFixed(read, fixed), ['batch', spec.together, hiddenSize]) as Sequence
  const states = transformerEncoder(rate > 0 ? dropout(tokens, rate) : tokens, {
    ...{ heads, layers, feedForward, dropout: rate },
    ...{ activation: 'gelu', finalNorm: true },
  })
  return horizonHead(inputs, spec, reshape(states, [rows, hiddenSize]) as Row, fixed)
}
