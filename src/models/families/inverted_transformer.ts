import { add, dropout, linear, reshape, subtract, transformerEncoder } from '../../nn/index.ts'
import { directWindow } from '../blocks/direct_window.ts'
import { horizonHead, withFixed } from '../blocks/horizon_head.ts'
import { join, type Row, type Sequence } from '../blocks/sequence.ts'
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
 * forecasting". As there, the window is scaled by its own values. Different from the paper, covariates and the places of
 * missing values are part of the token of their series and not tokens of their own.
 */
export const invertedTransformer: NetworkFamily<InvertedTransformerOptions> = (spec, options) => {
  const { hiddenSize, heads, layers, feedForward, dropout: rate } = options
  const window = directWindow(spec)
  const { past, beside, fixed } = window
  const others = join([subtract(1, past.mask) as Sequence, ...beside])
  const read = add(
    linear(flat(past.values), hiddenSize, { name: 'token' }),
    linear(flat(others), hiddenSize, { bias: false, name: 'beside' }),
  ) as Row
  const [rows] = read.shape
  const tokens = reshape(withFixed(read, fixed), ['batch', spec.together, hiddenSize]) as Sequence
  const states = transformerEncoder(rate > 0 ? dropout(tokens, rate) : tokens, {
    ...{ heads, layers, feedForward, dropout: rate },
    ...{ activation: 'gelu', finalNorm: true, name: 'encoder' },
  })
  return horizonHead(spec, window, reshape(states, [rows, hiddenSize]) as Row)
}

/** All numbers of a series as one vector. */
const flat = (x: Sequence): Row => reshape(x, [x.shape[0], Number(x.shape[1]) * x.shape[2]]) as Row
