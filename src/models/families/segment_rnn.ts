import { add, dropout, gru, linear, multiply, parameter, relu, reshape } from '../../nn/index.ts'
import { directSteps, directWindow } from '../blocks/direct_window.ts'
import { segmented, stepsOf, usualSegment } from '../blocks/segments.ts'
import { everyStep, join, type Row, type Sequence } from '../blocks/sequence.ts'
import type { NetworkFamily } from '../network.ts'

/** Options of {@link segmentRnn}. */
export interface SegmentRnnOptions {
  readonly hiddenSize: number
  /** Steps of a segment; by default a rule on the context and the season. */
  readonly segment?: number
  readonly dropout: number
}

/**
 * SegRNN. A GRU reads the segments of the context, each projected to one vector. The same GRU then makes one step for
 * each segment of the horizon, always from the last state, with an embedding of the segment's position as its input.
 *
 * Source: Lin et al. 2023, arXiv 2308.11200, section 4, with parallel multi-step forecasting. Different from the paper,
 * a segment is read with its mask and covariates, and static covariates take the place of the embedding of channels.
 */
export const segmentRnn: NetworkFamily<SegmentRnnOptions> = (spec, options) => {
  const { context, horizon, season } = spec
  const { hiddenSize, dropout: rate } = options
  const size = Math.min(context, options.segment ?? usualSegment(context, season))
  const window = directWindow(spec)
  const { past, beside, future, fixed } = window

  const read = segmented(join([past.values, past.mask, ...beside]), size, 'start')
  const tokens = relu(linear(read, hiddenSize, { name: 'segment' })) as Sequence
  const weights = gruWeights(hiddenSize)
  const state = gru(tokens, { hiddenSize, weights }).hidden as Row

  const ahead = Math.ceil(horizon / size)
  const states = everyStep(state, ahead)
  const position = parameter([ahead, hiddenSize], { initial: 'normal', name: 'position' })
  const queries = [
    position,
    ...(future.length > 0 ? [linear(segmented(join(future), size, 'end'), hiddenSize, { name: 'known' })] : []),
    ...fixed.map((row, i) => everyStep(linear(row, hiddenSize, { name: `static${i}` }), ahead)),
  ].reduce((sum, part) => add(sum, part) as Sequence, multiply(states, 0) as Sequence)

  const rows = `${ahead}*batch` as const
  const { hidden } = gru(reshape(queries, [rows, 1, hiddenSize]), {
    ...{ hiddenSize, weights },
    initial: { hidden: reshape(states, [rows, hiddenSize]) },
  })
  const decoded = reshape(hidden, ['batch', ahead, hiddenSize])
  const numbers = linear(rate > 0 ? dropout(decoded, rate) : decoded, 2 * size, { name: 'steps' })
  return directSteps(spec, window, stepsOf(numbers, size, horizon))
}

/** The weights of a GRU that two ops share; first values as in PyTorch. */
function gruWeights(hiddenSize: number) {
  const scale = 1 / Math.sqrt(hiddenSize)
  const uniform = <const S extends number[]>(name: string, shape: S) =>
    parameter(shape, { initial: 'uniform', scale, name: `gru.${name}` })
  return {
    weight_ih: uniform('weight_ih', [3 * hiddenSize, hiddenSize]),
    weight_hh: uniform('weight_hh', [3 * hiddenSize, hiddenSize]),
    bias_ih: uniform('bias_ih', [3 * hiddenSize]),
    bias_hh: uniform('bias_hh', [3 * hiddenSize]),
  }
}
