import { number, optionsOf } from '../../base/options/options.ts'
import { lstm } from '../ops/recurrent.ts'
import { type LayerOptions, layerChecks } from './layer_types.ts'
import { RecurrentLayer } from './recurrent_layer.ts'

/** Options of an LSTM layer (long short-term memory). */
export interface LstmLayerOptions extends LayerOptions {
  /** First value of the bias of the forget gates: with 1 a new LSTM keeps its cell. By default drawn as in PyTorch. */
  forgetBias?: number
}

const checks = { ...layerChecks, forgetBias: number() }

/**
 * Long short-term memory whose forward and backward passes you call yourself; like PyTorch's `nn.LSTM` with
 * `batch_first`.
 *
 * @see Hochreiter and Schmidhuber 1997; gates in the order i, f, g, o
 * @example
 * const layer = new Lstm({ inputSize: 3, hiddenSize: 5, layers: 2, bidirectional: true, seed: 1 })
 * const x = tensor(new Float32Array(4 * 10 * 3), [4, 10, 3])
 * const { output, hidden, cell, backward } = await layer.forward(x)
 * const { parameters } = await backward({ output }) // of the loss sum(output^2) / 2
 */
export class Lstm extends RecurrentLayer<'hidden' | 'cell'> {
  /**
   * Makes a layer and draws its first weights.
   *
   * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` naming the option
   */
  constructor(options: LstmLayerOptions) {
    const given = optionsOf('Lstm', options, checks, ['inputSize', 'hiddenSize'])
    super((x, cell) => lstm(x, cell), 4, ['hidden', 'cell'], given)
  }
}
