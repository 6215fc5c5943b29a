import { oneOf, optionsOf } from '../../base/options/options.ts'
import { gru } from '../ops/recurrent.ts'
import { type LayerOptions, layerChecks } from './layer_types.ts'
import { RecurrentLayer } from './recurrent_layer.ts'

/** Options of a gated recurrent layer. */
export interface GruLayerOptions extends LayerOptions {
  /**
   * Whether the reset gate acts after the recurrent product (default, as in PyTorch) or before it (Cho et al. 2014).
   */
  reset?: 'after' | 'before'
}

const checks = { ...layerChecks, reset: oneOf(['after', 'before']) }

/**
 * A gated recurrent unit whose forward and backward passes you call yourself; like PyTorch's `nn.GRU` with
 * `batch_first`.
 *
 * @see Cho et al. 2014; gates in the order r, z, n
 * @example
 * const layer = new Gru({ inputSize: 3, hiddenSize: 5, seed: 1 })
 * const { hidden, backward } = await layer.forward([[[1, 2, 3], [4, 5, 6]]])
 * const { input } = await backward({ hidden })
 */
export class Gru extends RecurrentLayer<'hidden'> {
  /**
   * Makes a layer and draws its first weights.
   *
   * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` naming the option
   */
  constructor(options: GruLayerOptions) {
    const { reset, ...common } = optionsOf('Gru', options, checks, ['inputSize', 'hiddenSize'])
    super((x, cell) => gru(x, { ...cell, reset }), 3, ['hidden'], common)
  }
}
