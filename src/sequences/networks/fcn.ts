import { conv1d, layerNorm, multiply, relu } from '../../nn/index.ts'
import type { NetworkDesign } from './design.ts'
import { meanPooling, type Steps, scoresOf, type TokenInputs } from './head.ts'
import { type RecurrentSettings, recurrentParts } from './recurrent.ts'

export interface FcnSettings extends RecurrentSettings {
  readonly filters: number
}

/** Steps that a filter of each convolution reads: Wang et al. 2017. */
const kernels = [8, 5, 3]

/**
 * An LSTM beside three convolutions, whose mean over the steps counts. A layer normalisation over the filters follows
 * each convolution: unlike the batch normalisation of the paper, it does the same in training and in use, and does not
 * depend on the size of a batch.
 *
 * Source: Karim et al. 2018, "LSTM fully convolutional networks for time series classification".
 */
export const lstmFcnDesign = (settings: FcnSettings): NetworkDesign => ({
  scores(inputs, outputs) {
    const convolved = meanPooling(convolutions(inputs, settings.filters), inputs.valid as Steps)
    return scoresOf([convolved, ...recurrentParts('lstm', inputs, settings)], outputs, settings.dropout)
  },
  stream: null,
})

function convolutions({ x, valid }: TokenInputs, filters: number): Steps {
  let steps = x as Steps
  kernels.forEach((kernelSize, layer) => {
    const count = layer === 1 ? 2 * filters : filters
    const convolved = conv1d(steps, count, { kernelSize, padding: 'same' }) as Steps
    // Filled places become 0 again. A bias would let them reach into the sequence.
    steps = multiply(relu(layerNorm(convolved)), valid) as Steps
  })
  return steps
}
