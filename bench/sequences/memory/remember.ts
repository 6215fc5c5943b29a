import type { Model } from 'gatecast/nn'
import { randomFrom } from './random.ts'

/**
 * Sets the biases of the gates so that the units of a new cell keep their state for times spread up to `time` steps.
 *
 * The bias of the forget gate is log(u), u uniform from 1 to time - 1; that of the input gate is its negative. In a GRU,
 * the update gate z keeps the state, and 1 - z writes: one bias does both.
 *
 * Source: Tallec and Ollivier 2018, "Can recurrent neural networks warp time?", section 3.
 */
export function rememberFor(model: Model, cell: 'lstm' | 'gru', time: number): void {
  const random = randomFrom(5)
  const parameters = model.parameters
  const { bias_ih, bias_hh } = { bias_ih: parameters['memory.bias_ih'], bias_hh: parameters['memory.bias_hh'] }
  const units = bias_ih.data.length / (cell === 'lstm' ? 4 : 3)
  bias_ih.data.fill(0)
  bias_hh.data.fill(0)
  for (let unit = 0; unit < units; unit++) {
    const keep = Math.log(1 + random() * (time - 2))
    // The second block of rows is the forget gate of an LSTM, and the update gate of a GRU.
    bias_ih.data[units + unit] = keep
    if (cell === 'lstm') bias_ih.data[unit] = -keep
  }
  model.loadParameters(parameters)
}
