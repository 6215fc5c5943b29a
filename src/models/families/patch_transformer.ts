import { GatecastError } from '../../base/error.ts'
import {
  add,
  dropout,
  linear,
  parameter,
  patch,
  repeat,
  reshape,
  slice,
  subtract,
  transformerEncoder,
  type Value,
} from '../../nn/index.ts'
import { directWindow } from '../blocks/direct_window.ts'
import { horizonHead } from '../blocks/horizon_head.ts'
import { everyStep, inTurn, join, type Row, type Sequence } from '../blocks/sequence.ts'
import type { NetworkFamily } from '../network.ts'

/** Options of {@link patchTransformer}. */
export interface PatchTransformerOptions {
  /** Steps of a patch; default 16, or a quarter of a context that is shorter than 64 steps. */
  readonly patch?: number
  /** Steps from one patch to the next; default half a patch. */
  readonly stride?: number
  readonly hiddenSize: number
  readonly heads: number
  readonly layers: number
  readonly feedForward: number
  readonly dropout: number
}

/**
 * PatchTST. The context is cut into patches, each becomes a token, and a Transformer's encoder relates the tokens of one
 * series. A linear map of all tokens gives the forecast.
 *
 * Source: Nie, Nguyen, Sinthong, Kalagnanam 2023, "A time series is worth 64 words". As there, series do not read each
 * other, the last value fills the last patch up, and the window is scaled by its own values. Different from the paper,
 * the encoder normalises layers and not batches, and missing values and covariates of the past are further channels of
 * a patch.
 */
export const patchTransformer: NetworkFamily<PatchTransformerOptions> = (spec, options) => {
  const { hiddenSize, heads, layers, feedForward, dropout: rate } = options
  const window = directWindow(spec)
  const { past, beside, fixed } = window
  const read = join([past.values, subtract(1, past.mask) as Sequence, ...beside])
  const tokens = linear(patches(read, sizes(spec.context, options)), hiddenSize, { name: 'token' })
  const count = Number(tokens.shape[1])
  const positions = parameter([count, hiddenSize], { initial: 'uniform', scale: 0.02, name: 'position' })
  const placed = fixed.reduce<Sequence>(
    (x, row, i) => add(x, everyStep(linear(row, hiddenSize, { bias: false, name: `static${i}` }), count)) as Sequence,
    add(tokens, positions) as Sequence,
  )
  const states = transformerEncoder(rate > 0 ? dropout(placed, rate) : placed, {
    ...{ heads, layers, feedForward, dropout: rate },
    ...{ activation: 'gelu', name: 'encoder' },
  })
  return horizonHead(spec, window, reshape(states, ['batch', count * hiddenSize]) as Row)
}

/** Size and stride of the patches, which fit the context. */
function sizes(context: number, options: PatchTransformerOptions): { size: number; stride: number } {
  const size = options.patch ?? Math.min(16, Math.max(1, Math.floor(context / 4)))
  if (size > context)
    throw new GatecastError(
      'ERR_RANGE',
      `Expected patch of at most ${context} steps, the context, got ${size}. Use a shorter patch, or a longer context`,
    )
  return { size, stride: options.stride ?? Math.max(1, Math.floor(size / 2)) }
}

/** Cuts a sequence into patches. The last step, repeated, fills the last patch up. */
function patches(x: Sequence, { size, stride }: { size: number; stride: number }): Sequence {
  const newest = slice(x, { axis: 1, start: -1 }) as Sequence
  const filled = inTurn([x, repeat(newest, { axis: 1, times: stride }) as Sequence])
  return patch(filled as Value<['batch', number, number]>, { size, stride }) as Sequence
}
