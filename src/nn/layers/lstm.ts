import { lstm } from '../ops/recurrent.ts'
import type { LayerOptions } from './layer_types.ts'
import { RecurrentLayer } from './recurrent_layer.ts'

/** Options of a layer of long short-term memory. */
export interface LstmLayerOptions extends LayerOptions {
  /** Bias of the forget gates at the start, such as 1: an LSTM that at first remembers. As PyTorch by default. */
  forgetBias?: number
}

/**
 * Long short-term memory with its passes in your own hands; as PyTorch's `nn.LSTM` with `batch_first`.
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
   * Draws the first weights.
   *
   * @throws {GatecastError} `ERR_RANGE` naming the option
   */
  constructor(options: LstmLayerOptions) {
    super((x, cell) => lstm(x, cell), 4, ['hidden', 'cell'], options, ['forgetBias'])
  }
}
