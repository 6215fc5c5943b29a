// A validation loss that overflows: the square of the forecast for a sample of 1.5e18 fits into float32 while the
// weight is small.

import { describe, expect, it } from 'vitest'
import type { Tensors } from '../../src/addon/index.ts'
import { input, linear, Model, mse, sgd } from '../../src/nn/index.ts'
import type { PiecewiseSamples } from '../../src/nn/training/piecewise_samples.ts'

const column = (...values: number[]) => ({ shape: [values.length, 1], data: Float32Array.from(values) })
const training = { x: column(1, 1, 1, 1), y: column(1000, 1000, 1000, 1000) }
const validation = (x: number) => ({ x: column(1, x), y: column(1000, 0) })

function line() {
  const [x, y] = [input(['batch', 1]), input(['batch', 1])]
  const forecast = linear(x, 1, { bias: false })
  return new Model({ inputs: { x, y }, outputs: { forecast }, loss: mse(forecast, y) })
}

/** Each epoch has two steps, which add about 10 to the weight. */
const steps = { epochs: 5, batchSize: 2, optimizer: sgd({ learningRate: 0.0025 }) }

const pieces = (x: number): PiecewiseSamples => ({
  ...{ training: [2, 2], validation: [2, 2] },
  open: async () => ({
    training: { x: column(1, 1), y: column(1000, 1000) } as Tensors,
    validation: validation(x) as Tensors,
    dispose() {},
  }),
})

describe.each([
  ['samples', (x: number) => [training, { ...steps, validation: validation(x) }] as const],
  ['samples in pieces', (x: number) => [pieces(x), steps] as const],
])('a validation loss of %s', (_, given) => {
  it.for([{}, { patience: 2 }])(
    'that becomes infinite ends the fit with the weights of the epoch before: %j',
    async (more) => {
      const model = line()
      const weights: unknown[] = []
      const [data, options] = given(1.5e18)
      const onProgress = () => void weights.push(model.parameters)
      await expect(model.fit(data as never, { ...options, ...more, onProgress } as never)).rejects.toMatchObject({
        code: 'ERR_NOT_FINITE',
        message: expect.stringMatching(
          /validation samples to be finite, got (Infinity|NaN), after step 2 of epoch 2\./,
        ),
      })
      expect(weights).toHaveLength(1)
      expect(model.parameters).toEqual(weights[0])
    },
  )

  it('that stays finite does not', async () => {
    const [data, options] = given(1e16)
    const { epochs } = await line().fit(data as never, options as never)
    expect(epochs).toHaveLength(5)
  })
})
