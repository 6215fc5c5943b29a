// Counts of summary, compared with counts by hand.
import { describe, expect, it } from 'vitest'
import { dLinear } from '../../src/index.ts'
import { summary } from '../../src/inspect/index.ts'
import {
  attention,
  conv1d,
  embedding,
  gru,
  input,
  Lstm,
  last,
  linear,
  lstm,
  Model,
  matmul,
  mse,
  multiHeadAttention,
  parameter,
  sLstm,
  tanh,
} from '../../src/nn/index.ts'
import { datasets } from './panels.ts'

const layersOf = (model: Model, time?: number) =>
  summary(model, time === undefined ? {} : { time }).layers.map(({ name, weights, multiplyAdds }) => [
    name,
    weights,
    multiplyAdds,
  ])

describe('summary', () => {
  it('counts weights and multiply-adds of each layer', () => {
    const x = input(['batch', 'time', 3])
    const y = input(['batch', 7])
    const forecast = linear(last(lstm(x, { hiddenSize: 5 }).output), 7)
    using model = new Model({ inputs: { x, y }, outputs: { forecast }, loss: mse(forecast, y) })
    expect(layersOf(model, 10)).toEqual([
      // Weights 4 (5 x 3 + 5 x 5 + 5 + 5); products 10 steps x 4 gates x 5 units x (3 + 5).
      ['lstm0', 200, 1600],
      // 7 x 5 + 7 weights, 7 x 5 products.
      ['linear0', 42, 35],
    ])
    const { weights, multiplyAdds, bytes, inputs, outputs, operations } = summary(model, { time: 10 })
    expect([weights, multiplyAdds]).toEqual([242, 1635])
    // The values are x [10, 3], the three outputs of the lstm [10, 5], [5] and [5], the last step [5], the forecast [7].
    expect(bytes).toEqual({ weights: 968, values: 4 * (30 + 50 + 5 + 5 + 5 + 7) })
    expect(inputs).toEqual({ x: ['batch', 'time', 3] })
    expect(outputs).toEqual({ forecast: ['batch', 7] })
    expect(operations).toEqual({ input: 1, parameter: 6, lstm: 1, last: 1, linear: 1 })
  })

  it('counts convolutions, products and attention', () => {
    const x = input(['batch', 'time', 4])
    const y = input(['batch', 'time', 4])
    const mixed = attention(conv1d(x, 6, { kernelSize: 3 }), conv1d(x, 6, { kernelSize: 3 }), y, { heads: 2 })
    using model = new Model({ inputs: { x, y }, outputs: { z: matmul(mixed, parameter([4, 5])) } })
    expect(layersOf(model, 8)).toEqual([
      // 8 steps x 6 channels x 4 channels x 3 taps; 72 weights and 6 biases.
      ['conv1d0', 78, 576],
      ['conv1d1', 78, 576],
      // 8 x 8 pairs x (6 for the score + 4 for the mean).
      [expect.stringMatching(/^attention\d+$/), 0, 640],
      [expect.stringMatching(/^matmul\d+$/), 20, 8 * 4 * 5],
    ])
  })

  it('counts the blocks of the heads of an sLSTM, and the products of its input', () => {
    const x = input(['batch', 'time', 3])
    using model = new Model({ inputs: { x }, outputs: { z: sLstm(x, { hiddenSize: 6, heads: 2 }).output } })
    // Steps x 4 gates x 6 units x (3 + 3 of the own head).
    expect(summary(model, { time: 10 }).multiplyAdds).toBe(10 * 4 * 6 * (3 + 3))
    expect(summary(model).weights).toBe(4 * 6 * (3 + 3 + 1))
  })

  it('counts only the pairs that a causal attention computes', () => {
    const x = input(['batch', 8, 4])
    using model = new Model({ inputs: { x }, outputs: { z: attention(x, x, x, { causal: true }) } })
    expect(summary(model).multiplyAdds).toBe(36 * 8)
  })

  it('counts weights that several layers use once, and slices of weights', () => {
    const x = input(['batch', 'time', 4])
    const first = gru(x, { hiddenSize: 4, bias: false })
    const ids = input(['batch', 'time'], { type: 'int32' })
    using twice = new Model({
      inputs: { x, ids },
      outputs: {
        a: first.output,
        b: tanh(embedding(ids, { categories: 9, size: 2 })),
        c: multiHeadAttention(x, first.output, first.output, { heads: 1 }),
      },
    })
    const { layers, weights } = summary(twice)
    expect(layers.reduce((sum, layer) => sum + layer.weights, 0)).toBe(weights)
    // The three projections use one matrix [12, 4] and one bias; the first of them owns it.
    const attentionLayers = layers.filter(({ name }) => name.startsWith('multiHeadAttention0'))
    expect(attentionLayers.map((layer) => layer.weights)).toEqual([60, 0, 0, 0, 20])
    expect(layers.find(({ kind }) => kind === 'embedding')).toMatchObject({ weights: 18, multiplyAdds: 0 })
  })

  it('prints as a table', () => {
    const x = input(['batch', 'time', 3])
    using model = new Model({ inputs: { x }, outputs: { y: linear(gru(x, { hiddenSize: 20 }).output, 1) } })
    expect(String(summary(model, { time: 24 }))).toBe(
      [
        'inputs   x [batch, time, 3]',
        'outputs  y [batch, time, 1]',
        '',
        'layer    kind    input              output             weights  multiply-adds',
        'gru0     gru     [batch, time, 3]   [batch, time, 20]    1,500         33,120',
        'linear0  linear  [batch, time, 20]  [batch, time, 1]        21            480',
        'total                                                    1,521         33,600',
        '',
        'Counts are for 1 sample of 24 time steps. Weights take 6.08 kB, the values of a forward pass 2.38 kB.',
      ].join('\n'),
    )
  })

  it('reads layers and fitted forecasters', async () => {
    using layer = new Lstm({ inputSize: 2, hiddenSize: 3, layers: 2 })
    expect(summary(layer).layers.map(({ weights }) => weights)).toEqual([84, 96])
    const forecaster = dLinear({ horizon: 3, context: 12, kernel: 5 })
    expect(() => summary(forecaster)).toThrow(/is not fitted/)
    await forecaster.fit(datasets.waves(1, 60), { epochs: 1, calibrate: false })
    expect(summary(forecaster).weights).toBe(
      Object.values(forecaster.model.parameters).reduce((sum, { data }) => sum + data.length, 0),
    )
  })

  it('names what it cannot read', () => {
    expect(() => summary(undefined as never)).toThrow(/summary: Expected a Model.*got nothing/)
    expect(() => summary({ kind: 'theta' } as never)).toThrow(/a forecaster of kind theta/)
    const x = input(['batch', 'time', 1])
    using model = new Model({ inputs: { x }, outputs: { y: linear(x, 1) } })
    expect(() => summary(model, { steps: 3 } as never)).toThrow(/"steps"/)
    expect(() => summary(model, { time: 0 })).toThrow(/time of summary/)
  })
})
