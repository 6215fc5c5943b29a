// Maps of attention, compared with PyTorch's, and what inspect does with layers, shared weights and wrong data.
import { describe, expect, it } from 'vitest'
import { inspect, integratedGradients } from '../../src/inspect/index.ts'
import {
  gru,
  input,
  Lstm,
  last,
  linear,
  lstm,
  Model,
  mse,
  multiHeadAttention,
  parameter,
  type RecurrentWeights,
  rnn,
  slice,
  transformerDecoder,
} from '../../src/nn/index.ts'
import { mapCases } from '../fixtures/read.ts'
import { expectNear, ids, tensor } from './cell_models.ts'

describe('maps of attention agree with PyTorch', () => {
  it.each(mapCases().map((stored) => [stored.options, stored] as const))('%o', async (options, stored) => {
    const x = input(['batch', 'time', 8])
    const lengths = stored.lengths ? input(['batch'], { type: 'int32' }) : undefined
    const y = multiHeadAttention(x, x, x, { ...options, lengths, name: 'mixer' })
    using model = new Model({ inputs: { x, ...(lengths ? { lengths } : {}) }, outputs: { y } })
    const parameters = Object.entries(stored.parameters).map(([name, value]) => [`mixer.${name}`, tensor(value)])
    model.loadParameters(Object.fromEntries(parameters))
    const given = stored.lengths ? { lengths: ids(stored.lengths) } : {}
    const { attention } = await inspect(model, { x: tensor(stored.input), ...given })
    expectNear(attention.mixer, stored.weights)
    expect(attention.mixer.axes).toEqual(['sample', 'head', 'query', 'key'])
  })

  it('has the maps of all attentions of a decoder, also to a memory without valid steps', async () => {
    const x = input(['batch', 3, 4])
    const memory = input(['batch', 'time', 4])
    const memoryLengths = input(['batch'], { type: 'int32' })
    const y = transformerDecoder(x, memory, { heads: 2, layers: 2, memoryLengths, name: 'decoder' })
    using model = new Model({ inputs: { x, memory, memoryLengths }, outputs: { y } })
    const filled = (shape: number[]) => ({ shape, data: new Float32Array(shape.reduce((a, b) => a * b)).map(Math.sin) })
    const data = { x: filled([2, 3, 4]), memory: filled([2, 5, 4]), memoryLengths: ids([0, 4]) }
    const { attention } = await inspect(model, data)
    expect(Object.keys(attention)).toEqual([
      'decoder.layers.0.self_attn',
      'decoder.layers.0.multihead_attn',
      'decoder.layers.1.self_attn',
      'decoder.layers.1.multihead_attn',
    ])
    const map = attention['decoder.layers.1.multihead_attn']
    expect(map.shape).toEqual([2, 2, 3, 5])
    for (let row = 0; row < 12; row++) {
      const sum = map.data.slice(row * 5, row * 5 + 5).reduce((a, b) => a + b)
      expect(sum).toBeCloseTo(row < 6 ? 0 : 1, 6)
      expect(map.data[row * 5 + 4]).toBe(0)
    }
  })
})

describe('inspect', () => {
  it('looks into layers that are used without a model', async () => {
    using layer = new Lstm({ inputSize: 2, hiddenSize: 3, layers: 2, bidirectional: true, seed: 1 })
    const x = { shape: [2, 5, 2], data: Float32Array.from({ length: 20 }, (_, i) => Math.sin(i)) }
    const { gates, states, connectivity } = await inspect(layer, { x, lengths: [5, 2] })
    expect(Object.keys(gates)).toEqual(['l0', 'l0_reverse', 'l1', 'l1_reverse'])
    const { output } = await layer.predict(x, { lengths: [5, 2] })
    for (let step = 0; step < 5; step++) {
      expect(states.l1.hidden.data[3 * step]).toBe(output.data[6 * step])
      const late = states.l1.hidden.data[3 * (5 + step)]
      if (step < 2) expect(late).toBe(output.data[6 * (5 + step)])
      else expect(late).toBeNaN()
    }
    expect(connectivity?.x.shape).toEqual([2, 5])
    expect((await inspect(layer, x)).gates.l0.input.shape).toEqual([2, 5, 3])
  })

  it('reads weights that are functions of parameters', async () => {
    const x = input(['batch', 'time', 2])
    const table = parameter([4, 2], { initial: 'normal', name: 'table' })
    const weights = { weight_ih: slice(table, { axis: 0, end: 2 }), weight_hh: slice(table, { axis: 0, start: 2 }) }
    const { output } = rnn(x, { hiddenSize: 2, weights: weights as RecurrentWeights, name: 'a' })
    using model = new Model({ inputs: { x }, outputs: { output } })
    const data = {
      x: [
        [
          [1, 2],
          [0, 1],
        ],
      ],
    }
    const { gates } = await inspect(model, data)
    const { output: states } = await model.predict(data)
    states.data.forEach((state, i) => {
      expect(gates.a.candidate.data[i]).toBeCloseTo(state, 6)
    })
  })

  it('names the option or the data that are wrong', async () => {
    const x = input(['batch', 'time', 2])
    const y = rnn(x, { hiddenSize: 4 }).output
    using model = new Model({ inputs: { x }, outputs: { y } })
    const zeros = (steps: number) => ({ x: { shape: [1, steps, 2], data: new Float32Array(2 * steps) } })
    await expect(inspect(model, zeros(3), { layers: ['lstm0'] })).rejects.toThrow(/among rnn0, got "lstm0"/)
    await expect(inspect(model, zeros(3), { connectivity: 'z' })).rejects.toThrow(/one of the outputs y, got "z"/)
    await expect(inspect(model, zeros(200), { connectivity: true })).rejects.toThrow(/at most 512 elements.*800/)
    expect((await inspect(model, zeros(200))).connectivity).toBeNull()
    expect((await inspect(model, zeros(3), { connectivity: false })).connectivity).toBeNull()
    await expect(inspect(model, {})).rejects.toThrow(/input with a batch dimension \(x\), got none/)
    const others = { ...zeros(3), X: zeros(3).x }
    await expect(inspect(model, others as never)).rejects.toThrow(/inputs of the network \(x\), got an array named "X"/)
    await expect(inspect(model, { x: [[[Number.NaN, 1]]] })).rejects.toMatchObject({ code: 'ERR_NOT_FINITE' })
    await expect(inspect({} as never, {})).rejects.toThrow(/Expected a Model, a network forecaster/)
    await expect(inspect(model, zeros(3), { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORT_ERR' })
  })

  it('looks at the outputs whose inputs are given', async () => {
    const [u, w] = [input(['batch', 'time', 2]), input(['batch', 3])]
    const a = linear(last(rnn(u, { hiddenSize: 4 }).output), 1)
    using model = new Model({ inputs: { u, w }, outputs: { a, b: linear(w, 1) } })
    const { gates, connectivity } = await inspect(model, { w: [[1, 2, 3]] })
    expect(gates).toEqual({})
    expect(Object.keys(connectivity ?? {})).toEqual(['w'])
    const missing = { code: 'ERR_DATA', message: expect.stringMatching(/input "u", which the output "a" depends on/) }
    await expect(inspect(model, { w: [[1, 2, 3]] }, { connectivity: 'a' })).rejects.toMatchObject(missing)
    await expect(integratedGradients(model, { w: [[1, 2, 3]] })).rejects.toMatchObject(missing)
  })

  it('refuses data whose inside does not fit', async () => {
    const x = input(['batch', 'time', 1])
    using model = new Model({ inputs: { x }, outputs: { y: last(lstm(x, { hiddenSize: 64 }).output) } })
    const data = { x: { shape: [100, 2000, 1], data: new Float32Array(200_000) } }
    await expect(inspect(model, data)).rejects.toThrow(/at most 67,108,864 numbers, got 100 samples with 76,800,000/)
  })
})

it('gives the same bits for any number of threads', async () => {
  const x = input(['batch', 'time', 4])
  const y = input(['batch', 2])
  const mixed = multiHeadAttention(x, x, x, { heads: 2, name: 'mixer' })
  const forecast = linear(last(gru(mixed, { hiddenSize: 6 }).output), 2)
  using model = new Model({ inputs: { x, y }, outputs: { forecast }, loss: mse(forecast, y) })
  const numbers = (count: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(7.1 * i))
  const data = { x: { shape: [40, 9, 4], data: numbers(1440) }, y: { shape: [40, 2], data: numbers(80) } }
  expect(await inspect(model, data, { threads: 1 })).toEqual(await inspect(model, data, { threads: 2 }))
})
