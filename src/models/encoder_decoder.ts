import { encoded, type RecurrentOptions } from './blocks/encoder.ts'
import { recurrent } from './blocks/recurrent_stack.ts'
import { join } from './blocks/sequence.ts'
import type { NetworkFamily } from './network.ts'

/**
 * The whole horizon at once: a recurrent decoder of the same kind as the encoder starts from the encoder's state.
 *
 * Sources: encoder and decoder as Cho et al. 2014, without feeding forecasts back; direct decoding by a recurrent
 * network as SegRNN (Lin et al. 2023); scaling of the window and back as RevIN (Kim et al. 2022); the correction of a
 * seasonal forecast in the spirit of ES-RNN (Smyl 2020).
 */
export const encoderDecoder: NetworkFamily<RecurrentOptions> = (spec, options) =>
  encoded(spec, options, (states, future) => {
    const { cell, hiddenSize, layers, dropout } = options
    const { output } = recurrent(future, { cell, hiddenSize, layers, dropout, initial: states })
    return join([output, future])
  })
