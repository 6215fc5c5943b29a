import { concat, linear, relu, reshape, slice } from '../../nn/index.ts'
import { encoded, type RecurrentOptions } from '../blocks/encoder.ts'
import { everyStep, join, type Row, widthOf } from '../blocks/sequence.ts'
import type { NetworkFamily } from '../network.ts'

/**
 * MQ-RNN. One layer turns the encoder's last state and all known values of the horizon into one context vector for each
 * step and one for all steps. A small network, shared by all steps, makes the features of a step from these two vectors
 * and the known values of the step.
 *
 * Source: Wen et al. 2017, 3.1 and 3.2. Different from the paper, samples are windows, not forks of one sequence, and
 * the network corrects a blend of earlier seasons.
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
