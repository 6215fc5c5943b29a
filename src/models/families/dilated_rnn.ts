import { add, dropout, linear, reshape, slice, transpose, type Value } from '../../nn/index.ts'
import { directSteps, directWindow } from '../blocks/direct_window.ts'
import { type Cell, recurrent } from '../blocks/recurrent_stack.ts'
import { fromStart } from '../blocks/segments.ts'
import { everyStep, join, type Row, type Sequence, widthOf } from '../blocks/sequence.ts'
import type { NetworkFamily } from '../network.ts'

/** Options of {@link dilatedRnnNetwork}. */
export interface DilatedRnnOptions {
  readonly cell: Cell
  readonly hiddenSize: number
  /** Dilation of each layer: the state of a layer is that of so many steps before. */
  readonly dilations: readonly number[]
  readonly dropout: number
}

/**
 * Stacked recurrent layers whose states skip steps. A layer with dilation d reads every d-th step with one state, so its
 * memory reaches d times further, and d such states take turns. Each layer after the first adds to its input.
 *
 * Source: Chang et al. 2017, "Dilated recurrent neural networks"; residual connections as in Smyl 2020.
 */
export const dilatedRnnNetwork: NetworkFamily<DilatedRnnOptions> = (spec, options) => {
  const { context, horizon } = spec
  const { dropout: rate } = options
  const window = directWindow(spec)
  const { past, beside, fixed } = window
  const everywhere = fixed.map((row) => everyStep(row, context))
  const state = dilatedLayers(join([past.values, past.mask, ...beside, ...everywhere]), options)
  const numbers = linear(rate > 0 ? dropout(state, rate) : state, 2 * horizon, { name: 'steps' })
  return directSteps(spec, window, reshape(numbers, ['batch', horizon, 2]))
}

/** The last state of stacked dilated layers. Each layer after the first adds to its input. */
export function dilatedLayers(read: Sequence, options: DilatedRnnOptions): Row {
  const layers = options.dilations.reduce((x, dilation, layer) => {
    // A layer that skips more steps than there are has a state for each step.
    const output = dilated(x, Math.min(dilation, Number(x.shape[1])), options)
    return layer === 0 ? output : (add(output, x) as Sequence)
  }, read)
  return reshape(slice(layers, { axis: 1, start: -1 }), ['batch', options.hiddenSize]) as Row
}

/** A recurrent layer over every `dilation`-th step. The interleaved sequences are rows of one batch. */
function dilated(x: Sequence, dilation: number, { cell, hiddenSize }: DilatedRnnOptions): Sequence {
  const steps = Number(x.shape[1])
  const rounds = Math.ceil(steps / dilation)
  const whole = fromStart(x, rounds * dilation - steps)
  // [batch, rounds, dilation, features] to [batch, dilation, rounds, features], and back.
  const apart = (y: Value, a: number, b: number) =>
    transpose(reshape(y, ['batch', a, b, widthOf(y)]), [0, 2, 1, 3]) as Value
  const rows = reshape(apart(whole, rounds, dilation), [`${dilation}*batch`, rounds, widthOf(x)]) as Value as Sequence
  const { output } = recurrent(rows, { cell, hiddenSize, layers: 1, dropout: 0 })
  const back = reshape(apart(output, dilation, rounds), ['batch', rounds * dilation, hiddenSize]) as Sequence
  return slice(back, { axis: 1, start: rounds * dilation - steps })
}
