import { rnn } from '../ops/recurrent.ts'
import type { LayerOptions } from './layer_types.ts'
import { RecurrentLayer } from './recurrent_layer.ts'

/** Options of a plain recurrent layer. */
export interface RnnLayerOptions extends LayerOptions {
  /** Default `'tanh'`. */
  nonlinearity?: 'tanh' | 'relu'
}

/**
 * A plain recurrent network with its passes in your own hands; as PyTorch's `nn.RNN` with `batch_first`.
 *
 * @see Elman 1990
 * @example
 * const layer = new Rnn({ inputSize: 3, hiddenSize: 5, nonlinearity: 'relu', seed: 1 })
 * const { output, backward } = await layer.forward([[[1, 2, 3], [4, 5, 6]]], { lengths: [1] })
 * const { initialHidden } = await backward({ output })
 */
export class Rnn extends RecurrentLayer<'hidden'> {
  /**
   * Draws the first weights.
   *
   * @throws {GatecastError} `ERR_RANGE` naming the option
   */
  constructor(options: RnnLayerOptions) {
    const { nonlinearity } = options
    super((x, cell) => rnn(x, { ...cell, ...(nonlinearity && { nonlinearity }) }), 1, ['hidden'], options, [
      'nonlinearity',
    ])
  }
}
