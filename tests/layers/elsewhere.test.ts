// Weights of PyTorch and Keras give what they give there. tests/fixtures/make_elsewhere_fixtures.py wrote the files.

import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import {
  concat,
  conv1d,
  fromKeras,
  fromTorch,
  Gru,
  gru,
  input,
  Lstm,
  layerNorm,
  linear,
  lstm,
  Model,
  multiHeadAttention,
  Rnn,
  readSafetensors,
  rnn,
  type Tensor,
  transformerEncoder,
  type Value,
} from '../../src/nn/index.ts'

const sizes = { inputSize: 3, hiddenSize: 4 }

/** The weights of a case, its input and its output. */
async function read(name: string) {
  const path = fileURLToPath(new URL(`../fixtures/elsewhere/${name}.safetensors`, import.meta.url))
  const { tensors } = await readSafetensors(path)
  const { 'test.x': x, 'test.y': y, ...weights } = tensors
  return { x, y, weights }
}

function expectNear({ shape, data }: Tensor, expected: Tensor): void {
  expect(shape).toEqual(expected.shape)
  for (let i = 0; i < data.length; i++) expect(Math.abs(data[i] - expected.data[i])).toBeLessThan(1e-5)
}

type Steps = Value<['batch', 'time', number]>

/** A model with one input and one output. */
function modelOf(features: number, build: (x: Steps) => Value): Model {
  const x = input(['batch', 'time', features])
  return new Model({ inputs: { x }, outputs: { y: build(x as Steps) } }) as unknown as Model
}

/** A recurrent layer in both directions, named as a module of PyTorch. */
function both(x: Steps, name: string): Steps {
  const [a, b] = ['', '_reverse'].map((end) => lstm(x, { hiddenSize: 4, name: `${name}${end}`, reverse: end !== '' }))
  return concat([a.output, b.output], 2) as Steps
}

describe('fromTorch', () => {
  it.each([
    ['lstm', new Lstm({ ...sizes, layers: 2, bidirectional: true }), 'encoder.lstm'],
    ['gru', new Gru(sizes), undefined],
    ['rnn', new Rnn({ ...sizes, nonlinearity: 'relu' }), 'rnn'],
  ] as const)('gives the layer of nn.%s its weights', async (name, layer, path) => {
    const { x, y, weights } = await read(`torch_${name}`)
    layer.load(fromTorch(layer, weights, path))
    expectNear((await layer.predict(x)).output, y)
  })

  it.each([
    ['stacked', 3, (x: Steps) => linear(both(both(x, 'encoder.l0'), 'encoder.l1'), 2, { name: 'head' }), undefined],
    [
      'stacked',
      3,
      (x: Steps) => linear(both(both(x, 'first.l0'), 'second'), 2),
      { first: 'encoder', second: 'encoder.l1', second_reverse: 'encoder.l1_reverse', linear0: 'head' },
    ],
    ['linear', 3, (x: Steps) => linear(x, 4, { name: '' }), 'head'],
    ['attention', 8, (x: Steps) => multiHeadAttention(x, x, x, { heads: 2, name: 'attention' }), undefined],
    [
      'transformer',
      8,
      (x: Steps) => transformerEncoder(x, { heads: 2, feedForward: 16, name: 'encoder' }),
      { 'encoder.layers.0': 'block' },
    ],
  ] as const)('gives a model of %s its weights', async (name, features, build, paths) => {
    const { x, y, weights } = await read(`torch_${name}`)
    using model = modelOf(features, build as (x: Steps) => Value)
    model.loadParameters(fromTorch(model, weights, paths))
    expectNear((await model.predict({ x })).y, y)
  })

  it('names a weight without a tensor, and tensors without a place', async () => {
    const { weights } = await read('torch_gru')
    const layer = new Gru({ ...sizes, layers: 2 })
    expect(() => fromTorch(layer, weights)).toThrow(
      /"weight_ih_l1" for the weight "weight_ih_l1", got none. The nearest/,
    )
    const { weights: twice } = await read('torch_lstm')
    expect(() => fromTorch(new Lstm(sizes), twice, 'encoder.lstm')).toThrow(
      /Expected tensors that the network has a place for, got .*weight_ih_l1_reverse/,
    )
  })
})

describe('fromKeras', () => {
  it.each([
    ['lstm', new Lstm(sizes), 'sequential/memory'],
    ['gru', new Gru(sizes), 'sequential_1/gru'],
    ['rnn', new Rnn(sizes), { l0: 'sequential_3/simple' }],
  ] as const)('gives the layer of %s its weights', async (name, layer, path) => {
    const { x, y, weights } = await read(`keras_${name}`)
    layer.load(fromKeras(layer, weights, path))
    expectNear((await layer.predict(x)).output, y)
  })

  it.each([
    ['gru', 'sequential_1', (x: Steps) => gru(x, { hiddenSize: 4, name: 'gru' }).output],
    ['gru_before', 'sequential_2', (x: Steps) => gru(x, { hiddenSize: 4, reset: 'before', name: 'gru' }).output],
    ['rnn', { memory: 'sequential_3/simple' }, (x: Steps) => rnn(x, { hiddenSize: 4, name: 'memory' }).output],
    [
      'stacked',
      {
        both: 'sequential_4/both/forward_memory',
        both_reverse: 'sequential_4/both/backward_memory',
        '': 'sequential_4',
      },
      (x: Steps) => {
        const y = both(conv1d(x, 5, { kernelSize: 2, name: 'convolution' }) as Steps, 'both')
        return linear(layerNorm(y, { name: 'norm' }), 2, { name: 'head' })
      },
    ],
  ] as const)('gives a model of %s its weights', async (name, paths, build) => {
    const { x, y, weights } = await read(`keras_${name}`)
    using model = modelOf(3, build as (x: Steps) => Value)
    model.loadParameters(fromKeras(model, weights, paths))
    expectNear((await model.predict({ x })).y, y)
  })

  it('refuses a GRU whose reset gate acts elsewhere', async () => {
    const before = (await read('keras_gru_before')).weights
    expect(() => fromKeras(new Gru(sizes), before, 'sequential_2/gru')).toThrow(
      "Make the layer with gru(x, { reset: 'before' })",
    )
    using model = modelOf(3, (x) => gru(x, { hiddenSize: 4, reset: 'before', name: 'gru' }).output as Value)
    const after = (await read('keras_gru')).weights
    expect(() => fromKeras(model, after, 'sequential_1')).toThrow("Make the layer with gru(x, { reset: 'after' })")
  })

  it('names a tensor of another size', async () => {
    const { weights } = await read('keras_gru')
    expect(() => fromKeras(new Gru({ inputSize: 5, hiddenSize: 4 }), weights, 'sequential_1/gru')).toThrow(
      'Expected numbers of shape [12, 5] for the weight "weight_ih_l0", got [12, 3]',
    )
  })
})
