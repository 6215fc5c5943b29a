// Models and layers of gatecast/nn as ONNX models, run in ONNX Runtime: the same outputs as `predict`.
import { fromBinary } from '@bufbuild/protobuf'
import { describe, expect, it } from 'vitest'
import {
  type AnyValue,
  add,
  conv1d,
  Gru,
  gru,
  input,
  Lstm,
  last,
  linear,
  lstm,
  Model,
  minGru,
  mse,
  positionalEncoding,
  Rnn,
  sLstm,
  type Tensor,
  transformerDecoder,
  transformerEncoder,
  type Value,
} from '../../src/nn/index.ts'
import { describeOnnx, toOnnx } from '../../src/onnx/index.ts'
import { ModelProtoSchema } from '../../src/onnx/schema/onnx_pb.js'
import { generator } from '../ops/values.ts'
import { type Feed, runOnnx } from './run.ts'

const random = generator(3)
const normal = (...shape: number[]): Tensor => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 2 * random() - 1),
})
const lengthsOf = (...lengths: number[]): Tensor => ({ shape: [lengths.length], data: Int32Array.from(lengths) })

function expectNear(actual: { readonly shape: readonly number[]; readonly data: ArrayLike<number> }, expected: Tensor) {
  expect(actual.shape).toEqual(expected.shape)
  for (let i = 0; i < expected.data.length; i++)
    if (!(Math.abs(actual.data[i] - expected.data[i]) <= 1e-4))
      throw new Error(`${i}: ${actual.data[i]} is not ${expected.data[i]}`)
}

type Steps = Value<['batch', 'time', 8]>
const modelOf = (inputs: Record<string, AnyValue>, outputs: Record<string, Value>) =>
  new Model({ inputs, outputs, seed: 5 }) as unknown as Model

const lastOf = ({ data }: Tensor, place: number): Tensor => ({
  shape: [3, 5],
  data: data.slice(15 * place, 15 * (place + 1)) as Float32Array,
})

describe('layers', () => {
  it.each([
    ['Lstm', new Lstm({ inputSize: 3, hiddenSize: 5, layers: 2, bidirectional: true, seed: 1 })],
    ['Gru', new Gru({ inputSize: 3, hiddenSize: 5, bidirectional: true, seed: 2 })],
    ['Rnn', new Rnn({ inputSize: 3, hiddenSize: 5, nonlinearity: 'relu', seed: 3 })],
  ])('%s has lengths and states as inputs', async (_, layer) => {
    const x = normal(3, 7, 3)
    const lengths = [7, 3, 0]
    const { output, hidden } = await layer.predict(x, { lengths })
    const { inputs, states } = describeOnnx(layer)
    expect(states?.[0]).toEqual({ input: 'hidden0', output: 'hidden0.next' })
    const zeros = inputs
      .filter(({ name }) => /\d$/.test(name))
      .map(({ name }) => [name, { shape: [3, 5], data: new Float32Array(15) }])
    const found = await runOnnx(toOnnx(layer), { x, lengths: lengthsOf(...lengths), ...Object.fromEntries(zeros) })
    expectNear(found.output, output)
    // [layers * directions, batch, H]
    expectNear(
      found['hidden1.next'] ?? found['hidden0.next'],
      lastOf(hidden, states?.some(({ input }) => input === 'hidden1') ? 1 : 0),
    )
  })
})

describe('models', () => {
  it.each<[string, (x: Steps, lengths: Value<['batch'], 'int32'>) => Value]>([
    ['a ragged LSTM', (x, lengths) => last(lstm(x, { hiddenSize: 4, lengths }).output, { lengths }) as Value],
    [
      'an encoder with sines',
      (x, lengths) => transformerEncoder(positionalEncoding(x), { heads: 2, lengths }) as Value,
    ],
    [
      'an encoder with learned positions',
      (x) =>
        transformerEncoder(positionalEncoding(x, { kind: 'learned', longest: 2000 } as never), {
          heads: 2,
          preNorm: true,
        }) as Value,
    ],
    [
      'an encoder with rotary positions',
      (x) => transformerEncoder(x, { heads: 2, rotary: true, activation: 'gelu' }) as Value,
    ],
    [
      'a decoder',
      (x, memoryLengths) => transformerDecoder(x, linear(x, 8), { heads: 4, memoryLengths } as never) as Value,
    ],
  ])('%s gives the same for ragged and long batches', async (_, build) => {
    const x = input(['batch', 'time', 8])
    const lengths = input(['batch'], { type: 'int32' })
    const y = build(x, lengths)
    // Every model reads the lengths.
    using model = modelOf({ x, lengths }, { y, steps: last(x, { lengths }) as Value })
    const bytes = toOnnx(model)
    for (const [steps, own] of [
      [6, [6, 1, 4]],
      [1200, [1200, 700]],
    ] as const) {
      const data = { x: normal(own.length, steps, 8), lengths: lengthsOf(...own) }
      expectNear((await runOnnx(bytes, data)).y, (await model.predict(data)).y)
    }
  })

  it('leave out what only the loss reads, and say so in their metadata', async () => {
    const [x, y] = [input(['batch', 2]), input(['batch', 1])]
    const answer = linear(x, 1)
    using model = new Model({ inputs: { x, y }, outputs: { answer }, loss: mse(answer, y) })
    const description = describeOnnx(model)
    expect(description).toEqual({
      kind: 'model',
      inputs: [{ name: 'x', type: 'float32', shape: ['batch', 2] }],
      outputs: [{ name: 'answer', type: 'float32', shape: ['batch', 1] }],
    })
    const { metadataProps, producerName, graph } = fromBinary(ModelProtoSchema, toOnnx(model))
    expect(producerName).toBe('gatecast')
    expect(JSON.parse(metadataProps[0].value)).toEqual(description)
    expect(graph?.input.map(({ name }) => name)).toEqual(['x'])
  })

  it.each<[string, (x: Steps) => Value]>([
    ['lstm', (x) => lstm(x, { hiddenSize: 4 }).output as Value],
    ['gru', (x) => gru(x, { hiddenSize: 4 }).output as Value],
    ['sLstm', (x) => sLstm(x, { hiddenSize: 4, heads: 2 }).output as Value],
    ['minGru', (x) => minGru(x, { hiddenSize: 4 }).output as Value],
  ])('with states run %s in pieces', async (_, build) => {
    const x = input(['batch', 'time', 8])
    using model = modelOf({ x }, { y: linear(build(x) as Steps, 2) as Value })
    const bytes = toOnnx(model, { states: true })
    const { inputs, states = [] } = describeOnnx(model, { states: true })
    const whole = normal(1, 9, 8)
    const expected = (await model.predict({ x: whole })).y.data
    let carried: Record<string, Feed> = Object.fromEntries(
      inputs
        .filter(({ name }) => name !== 'x')
        .map(({ name, shape }) => [name, { shape: [1, Number(shape[1])], data: new Float32Array(Number(shape[1])) }]),
    )
    const found: number[] = []
    for (const [from, to] of [
      [0, 4],
      [4, 5],
      [5, 9],
    ]) {
      const piece = { shape: [1, to - from, 8], data: whole.data.slice(8 * from, 8 * to) as Float32Array }
      const outputs = await runOnnx(bytes, { x: piece, ...carried })
      found.push(...outputs.y.data)
      carried = Object.fromEntries(states.map(({ input: before, output }) => [before, outputs[output] as Feed]))
    }
    expectNear({ shape: [18], data: found }, { shape: [18], data: expected })
  })

  it('are refused with a name twice, a loss as output, or states that nothing carries', () => {
    const x = input(['batch', 'time', 8])
    expect(() => toOnnx(modelOf({ x }, { x: add(x, 1) as Value }))).toThrow('got "x" for both. Rename the output')
    const y = input(['batch', 'time', 8])
    expect(() => toOnnx(modelOf({ x, y }, { loss: mse(x, y) as Value }))).toThrow('got the loss mse')
    const states = { states: true }
    expect(() => toOnnx(modelOf({ x }, { y: conv1d(x, 2, { kernelSize: 2 }) as Value }), states)).toThrow(
      'got the op conv1d',
    )
    expect(() => toOnnx(modelOf({ x }, { y: transformerEncoder(x, { heads: 2 }) as Value }), states)).toThrow(
      'attention',
    )
    const hidden = input(['batch', 4])
    const { output } = gru(x, { hiddenSize: 4, initial: { hidden } })
    expect(() => toOnnx(modelOf({ x, hidden }, { y: output as Value }), states)).toThrow('got gru0 with one')
  })
})
