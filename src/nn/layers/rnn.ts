import { optionsOf } from '../../base/check.ts'
import { rnn } from '../ops/recurrent.ts'
import type { LayerOptions } from './layer_types.ts'
import { RecurrentLayer } from './recurrent_layer.ts'

/** Options of a plain recurrent layer. */
export interface RnnLayerOptions extends LayerOptions {
  /** The activation; default `'tanh'`. */
  nonlinearity?: 'tanh' | 'relu'
}

/**
 * A plain recurrent network whose forward and backward passes you call yourself; like PyTorch's `nn.RNN` with
 * `batch_first`.
 *
 * @see Elman 1990
 * @example
 * const layer = new Rnn({ inputSize: 3, hiddenSize: 5, nonlinearity: 'relu', seed: 1 })
 * const { output, backward } = await layer.forward([[[1, 2, 3], [4, 5, 6]]], { lengths: [1] })
 * const { initialHidden } = await backward({ output })
 */
export class Rnn extends RecurrentLayer<'hidden'> {
  /**
   * Makes a layer and draws its first weights.
   *
   * @throws {GatecastError} `ERR_RANGE` naming the option
   */
  constructor(options: RnnLayerOptions) {
    const { nonlinearity } = optionsOf('Rnn', options)
    super((x, cell) => rnn(x, { ...cell, nonlinearity }), 1, ['hidden'], options, ['nonlinearity'])
  }
}
