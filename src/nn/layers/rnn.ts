import { oneOf, optionsOf } from '../../base/options/options.ts'
import { rnn } from '../ops/recurrent.ts'
import { type LayerOptions, layerChecks } from './layer_types.ts'
import { RecurrentLayer } from './recurrent_layer.ts'

/** Options of a plain recurrent layer. */
export interface RnnLayerOptions extends LayerOptions {
  /** The activation; default `'tanh'`. */
  nonlinearity?: 'tanh' | 'relu'
}

const checks = { ...layerChecks, nonlinearity: oneOf(['tanh', 'relu']) }

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
   * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` naming the option
   */
  constructor(options: RnnLayerOptions) {
    const { nonlinearity, ...common } = optionsOf('Rnn', options, checks, ['inputSize', 'hiddenSize'])
    super((x, cell) => rnn(x, { ...cell, nonlinearity }), 1, ['hidden'], common)
  }
}
