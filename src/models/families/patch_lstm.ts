import { add, dropout, linear, reshape } from '../../nn/index.ts'
import { directSteps, directWindow } from '../blocks/direct_window.ts'
import { recurrent } from '../blocks/recurrent_stack.ts'
import { patched } from '../blocks/segments.ts'
import { everyStep, join, type Sequence } from '../blocks/sequence.ts'
import type { NetworkFamily } from '../network.ts'

/** Options of {@link patchLstmNetwork}. */
export interface PatchLstmOptions {
  readonly hiddenSize: number
  readonly layers: number
  /** Steps of a patch, about a 20th of the context by default. */
  readonly patch?: number
  /** Steps from one patch to the next, half a patch by default. */
  readonly stride?: number
  readonly dropout: number
}

/**
 * An LSTM reads overlapping patches of the context, each projected to one vector. One linear map makes the whole horizon
 * from its last state. Each series is read by itself, with the same weights.
 *
 * Source: the patched LSTM of Kong et al. 2024 (P-sLSTM, arXiv 2408.10006); patches as in PatchTST (Nie et al. 2023).
 */
export const patchLstmNetwork: NetworkFamily<PatchLstmOptions> = (spec, options) => {
  const { context, horizon } = spec
  const { hiddenSize, layers, dropout: rate } = options
  const size = Math.min(context, options.patch ?? Math.max(1, Math.round(context / 20)))
  const window = directWindow(spec)
  const { past, beside, fixed } = window

  const patches = patched(join([past.values, past.mask, ...beside]), size, options.stride ?? Math.ceil(size / 2))
  const steps = Number(patches.shape[1])
  const tokens = fixed.reduce(
    (sum, row, i) => add(sum, everyStep(linear(row, hiddenSize, { name: `static${i}` }), steps)) as Sequence,
    linear(patches, hiddenSize, { name: 'patch' }) as Sequence,
  )
  const { states } = recurrent(tokens, { cell: 'lstm', hiddenSize, layers, dropout: rate })
  const { hidden } = states[layers - 1]
  const numbers = linear(rate > 0 ? dropout(hidden, rate) : hidden, 2 * horizon, { name: 'steps' })
  return directSteps(spec, window, reshape(numbers, ['batch', horizon, 2]))
}
