// First biases of gates, so that the units of a new layer forget after 2, 4, 8, ... steps and not all after two:
//
//   bias = log(tau - 1),  log(tau - 1) uniform from 0 to log(steps)
//
// With this bias, sigmoid(bias) = 1 - 1 / tau: a unit keeps its state for about tau steps. It is the bias of the forget
// gate of an LSTM, and of the update gate of a GRU, which keeps the state.
//
// Source: Tallec and Ollivier 2018, "Can recurrent neural networks warp time?", section 3; they draw tau uniformly, and also close the
// input gate of an LSTM.

import { binding } from '../../../addon/index.ts'
import type { Model } from '../../../nn/index.ts'

// Other random numbers of a network use the random sequences 0, 1, 2, ... and those from 2^51 on.
const ownSequence = 2 ** 50

/** @param steps - the longest memory */
export function spreadMemory(model: Model, cell: string, steps: number, seed: number): void {
  const parameters = model.parameters
  for (const [layer, name] of Object.keys(parameters)
    .filter((name) => name.endsWith('.bias_ih'))
    .entries()) {
    const own = parameters[name].data
    const other = parameters[name.replace('bias_ih', 'bias_hh')].data
    // Gates are in the order i, f, g, o of an LSTM, and r, z, n of a GRU.
    const units = own.length / (cell === 'lstm' ? 4 : 3)
    const keeps = binding.random('uniform', seed, ownSequence + layer, units)
    for (let unit = 0; unit < units; unit++) {
      const bias = keeps[unit] * Math.log(steps)
      own[units + unit] = bias
      other[units + unit] = 0
    }
  }
  model.loadParameters(parameters)
}
