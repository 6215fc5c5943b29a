import { add, dropout, layerNorm, linear, reshape, sLstm, slice, type Value } from '../../nn/index.ts'
import { directSteps, directWindow } from '../blocks/direct_window.ts'
import { headsFor } from '../blocks/recurrent_stack.ts'
import { segmented, stepsOf, usualSegment } from '../blocks/segments.ts'
import { everyStep, inTurn, join, type Sequence } from '../blocks/sequence.ts'
import type { NetworkFamily } from '../network.ts'

/** Options of {@link xLstmMixerNetwork}. */
export interface XLstmMixerOptions {
  readonly hiddenSize: number
  readonly layers: number
  /** Steps of a segment; by default a rule on the context and the season. */
  readonly segment?: number
  readonly dropout: number
}

/**
 * A linear map makes a first forecast. Segments of the context and of this forecast become vectors, which sLSTM blocks
 * read in two views: forwards and backwards, with the same weights. A linear map of both views corrects the forecast.
 *
 * Source: Kraus et al. 2024, xLSTM-Mixer. Different from the paper, the sLSTM goes over time and not over the channels:
 * each series is read by itself.
 */
export const xLstmMixerNetwork: NetworkFamily<XLstmMixerOptions> = (spec, options) => {
  const { context, horizon, season } = spec
  const { hiddenSize, layers, dropout: rate } = options
  const size = Math.min(context, options.segment ?? usualSegment(context, season))
  const window = directWindow(spec)
  const { past, beside, future, fixed } = window

  const flat = reshape(join([past.values, past.mask]), ['batch', 2 * context])
  const first = reshape(linear(flat, horizon, { name: 'first' }), ['batch', horizon, 1]) as Sequence
  const before = segmented(join([past.values, past.mask, ...beside]), size, 'start')
  const after = segmented(join([first, ...future]), size, 'end')
  const ahead = Number(after.shape[1])
  const steps = Number(before.shape[1]) + ahead
  const tokens = fixed.reduce(
    (sum, row, i) => add(sum, everyStep(linear(row, hiddenSize, { name: `static${i}` }), steps)) as Sequence,
    inTurn([linear(before, hiddenSize, { name: 'past' }), linear(after, hiddenSize, { name: 'ahead' })]),
  )

  // Both views are rows of one batch, so they have the same weights.
  let views = reshape(inTurn([tokens, reversed(tokens)]), ['2*batch', steps, hiddenSize]) as Value as Sequence
  for (let layer = 0; layer < layers; layer++) {
    const read = layerNorm(views, { name: `norm${layer}` })
    const { output } = sLstm(read, { hiddenSize, heads: headsFor(hiddenSize), name: `sLstm${layer}` })
    views = add(views, rate > 0 ? dropout(output, rate) : output) as Sequence
  }
  const both = reshape(views, ['batch', 2 * steps, hiddenSize]) as Sequence
  const forwards = slice(both, { axis: 1, start: steps - ahead, end: steps }) as Sequence
  const backwards = reversed(slice(both, { axis: 1, start: steps, end: steps + ahead }) as Sequence)
  const corrections = stepsOf(linear(join([forwards, backwards]), 2 * size, { name: 'steps' }), size, horizon)
  const guess = add(slice(corrections, { axis: 2, end: 1 }), first) as Sequence
  return directSteps(spec, window, join([guess, slice(corrections, { axis: 2, start: 1 })]))
}

/** The steps of a sequence from the last to the first. */
function reversed(x: Sequence): Sequence {
  const steps = Number(x.shape[1])
  return inTurn(Array.from({ length: steps }, (_, i) => slice(x, { axis: 1, start: steps - 1 - i, end: steps - i })))
}
