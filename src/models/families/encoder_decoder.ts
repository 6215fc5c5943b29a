import { encoded, type RecurrentOptions } from '../blocks/encoder.ts'
import { recurrent } from '../blocks/recurrent_stack.ts'
import { join } from '../blocks/sequence.ts'
import type { NetworkFamily } from '../network.ts'

/**
 * Predicts the whole horizon at once. The decoder has the same kind of recurrent cell as the encoder, and starts from
 * the encoder's last state.
 *
 * Sources: encoder and decoder as in Cho et al. 2014, but the decoder does not read its own forecasts; direct decoding
 * by a recurrent network as in SegRNN (Lin et al. 2023); scaling of the window and back as in RevIN (Kim et al. 2022);
 * the correction of a seasonal forecast similar to ES-RNN (Smyl 2020).
 */
export const encoderDecoder: NetworkFamily<RecurrentOptions> = (spec, options) =>
  encoded(spec, options, (states, future) => {
    const { cell, hiddenSize, layers, dropout } = options
    const { output } = recurrent(future, { cell, hiddenSize, layers, dropout, initial: states })
    return join([output, future])
  })
