import { concat, linear, relu, reshape, slice } from '../nn/index.ts'
import { encoded, type RecurrentOptions } from './blocks/encoder.ts'
import { everyStep, join, type Row, widthOf } from './blocks/sequence.ts'
import type { NetworkFamily } from './network.ts'

/**
 * MQ-RNN: one layer turns the encoder's state and the whole known future into a context for each step and one for all of
 * them; a small network, the same for every step, makes the step's features of these and of what is known of it.
 *
 * Source: Wen et al. 2017, 3.1 and 3.2. Unlike there, samples are windows, not forks of one sequence, and the network
 * corrects a blend of earlier seasons.
 */
export const multiQuantile: NetworkFamily<RecurrentOptions> = (spec, options) =>
  encoded(spec, options, (states, future) => {
    const { horizon } = spec
    const { hiddenSize } = options
    const size = Math.max(1, Math.ceil(hiddenSize / 4))
    const flat = reshape(future, ['batch', horizon * widthOf(future)])
    const state = states[states.length - 1].hidden
    const contexts = relu(linear(concat([state, flat], 1) as Row, (horizon + 1) * size))
    const perStep = reshape(slice(contexts, { axis: 1, end: horizon * size }), ['batch', horizon, size])
    const general = everyStep(slice(contexts, { axis: 1, start: horizon * size }) as Row, horizon)
    return relu(linear(join([perStep, general, future]), hiddenSize))
  })
