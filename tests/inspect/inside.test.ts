// Gates, states, attention and gradients, compared with PyTorch's.
import { describe, expect, it } from 'vitest'
import { inspect, integratedGradients, type NamedArray } from '../../src/inspect/index.ts'
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
  type Tensor,
  transformerDecoder,
} from '../../src/nn/index.ts'
import { type CellCase, cellCases, mapCases, type Stored } from '../fixtures/read.ts'

const tensor = ({ shape, data }: Stored): Tensor => ({ shape, data: Float32Array.from(data) })
const ids = (lengths: readonly number[]): Tensor => ({ shape: [lengths.length], data: Int32Array.from(lengths) })

/** -9 stands for a step after the length of a row, which has no gates. */
function expectNear(actual: NamedArray, expected: Stored): void {
  expect(actual.shape, actual.name).toEqual(expected.shape)
  expected.data.forEach((value, i) => {
    if (value === -9) expect(actual.data[i], `${actual.name}[${i}]`).toBeNaN()
    else if (!(Math.abs(actual.data[i] - value) <= 1e-5 * (1 + Math.abs(value))))
      throw new Error(`${actual.name}, element ${i}: Expected ${value}, got ${actual.data[i]}`)
  })
}

function modelOf({ kind, options, lengths, initial, parameters, head, input: x }: CellCase) {
  const [, steps, features] = x.shape
  const hiddenSize = initial.hidden.shape[1]
  const inputs = {
    x: input(['batch', steps, features]),
    y: input(['batch', 2]),
    hidden: input(['batch', hiddenSize]),
    ...(kind === 'lstm' ? { cell: input(['batch', hiddenSize]) } : {}),
    ...(lengths ? { lengths: input(['batch'], { type: 'int32' }) } : {}),
  }
  const { reset, reverse } = options
  const shared = { hiddenSize, reverse, name: 'cell', lengths: inputs.lengths }
  const { hidden, cell } = inputs
  const last = {
    rnn: () => rnn(inputs.x, { ...shared, initial: { hidden } }),
    gru: () => gru(inputs.x, { ...shared, reset, initial: { hidden } }),
    lstm: () => lstm(inputs.x, { ...shared, initial: { hidden, cell } }),
  }[kind]().hidden
  const output = linear(last, 2, { name: 'head' })
  const model = new Model({ inputs, outputs: { output }, loss: mse(output, inputs.y) })
  const named = (layer: string, stored: Readonly<Record<string, Stored>>) =>
    Object.entries(stored).map(([name, value]) => [`${layer}.${name}`, tensor(value)])
  model.loadParameters(Object.fromEntries([...named('cell', parameters), ...named('head', head)]))
  return model
}

describe('the inside of a recurrent layer agrees with PyTorch', () => {
  const title = ({ kind, options, lengths }: CellCase) =>
    `${kind}${options.reset === 'before' ? ', reset before' : ''}${options.reverse ? ', reversed' : ''}${lengths ? ', lengths' : ''}`

  it.each(cellCases().map((stored) => [title(stored), stored] as const))('%s', async (_, stored) => {
    using model = modelOf(stored)
    const states = Object.fromEntries(Object.entries(stored.initial).map(([name, value]) => [name, tensor(value)]))
    const lengths = stored.lengths ? { lengths: ids(stored.lengths) } : {}
    const inside = await inspect(model, { x: tensor(stored.input), y: tensor(stored.target), ...states, ...lengths })
    expect(Object.keys(inside.gates.cell).sort()).toEqual(Object.keys(stored.gates).sort())
    for (const [name, value] of Object.entries(stored.gates)) expectNear(inside.gates.cell[name], value)
    expect(Object.keys(inside.states.cell).sort()).toEqual(Object.keys(stored.states).sort())
    for (const [name, value] of Object.entries(stored.states)) expectNear(inside.states.cell[name], value)
    expectNear(inside.gradientNorms.cell, stored.gradientNorms)
    expectNear(inside.connectivity?.x as NamedArray, stored.connectivity)
    expect(inside.gates.cell.candidate.axes).toEqual(['sample', 'step', 'unit'])
  })

  it.each(cellCases().map((stored) => [title(stored), stored] as const))(
    'has its attributions: %s',
    async (_, stored) => {
      using model = modelOf(stored)
      const states = Object.fromEntries(Object.entries(stored.initial).map(([name, value]) => [name, tensor(value)]))
      const lengths = stored.lengths ? { lengths: ids(stored.lengths) } : {}
      const data = { x: tensor(stored.input), ...states, ...lengths }
      const { inputs, error } = await integratedGradients(model, data, { inputs: ['x'], tolerance: 1e-4 })
      expect(error).toBeLessThanOrEqual(1e-4)
      expect(inputs.x.shape).toEqual(stored.integrated.shape)
      stored.integrated.data.forEach((value, i) => {
        expect(Math.abs(inputs.x.data[i] - value), `element ${i}`).toBeLessThan(5e-4)
      })
    },
  )

  it('has gates whose saturation is the share of steps and units', async () => {
    const [stored] = cellCases()
    using model = modelOf(stored)
    const states = Object.fromEntries(Object.entries(stored.initial).map(([name, value]) => [name, tensor(value)]))
    const { saturation } = await inspect(model, { x: tensor(stored.input), ...states })
    for (const [name, { data }] of Object.entries(stored.gates)) {
      const share = (counts: (value: number) => boolean) => data.filter(counts).length / data.length
      expect(saturation.cell[name].high).toBeCloseTo(
        share((value) => value > 0.9),
        10,
      )
      expect(saturation.cell[name].low).toBeCloseTo(
        share((value) => value < (name === 'candidate' ? -0.9 : 0.1)),
        10,
      )
    }
  })

  it('has no gradient of the loss without the targets', async () => {
    const [stored] = cellCases()
    using model = modelOf(stored)
    const states = Object.fromEntries(Object.entries(stored.initial).map(([name, value]) => [name, tensor(value)]))
    const { gradientNorms } = await inspect(model, { x: tensor(stored.input), ...states })
    expect(gradientNorms).toEqual({})
  })

  it('does not depend on the number of samples that run at a time', async () => {
    const x = input(['batch', 'time', 2])
    const y = input(['batch', 1])
    const mask = input(['batch', 1])
    const forecast = linear(last(lstm(x, { hiddenSize: 3 }).output), 1)
    using model = new Model({ inputs: { x, y, mask }, outputs: { forecast }, loss: mse(forecast, y, { mask }) })
    const samples = 150
    const wave = (i: number) => Math.sin(i * 12.9898) * 2
    const data = {
      x: { shape: [samples, 4, 2], data: Float32Array.from({ length: samples * 8 }, (_, i) => wave(i)) },
      y: { shape: [samples, 1], data: Float32Array.from({ length: samples }, (_, i) => wave(i + 0.5)) },
      mask: { shape: [samples, 1], data: Float32Array.from({ length: samples }, (_, i) => (i % 3 ? 1 : 0)) },
    }
    const inside = await inspect(model, data)
    const { hiddenNorms } = await model.gradients(data)
    hiddenNorms.lstm0.forEach((norm, step) => {
      expect(inside.gradientNorms.lstm0.data[step]).toBeCloseTo(norm, 5)
    })
    const row = { x: { shape: [1, 4, 2], data: data.x.data.slice(8 * 149) } }
    const alone = await inspect(model, row)
    expect(inside.gates.lstm0.forget.data.slice(-12)).toEqual(alone.gates.lstm0.forget.data)
    expect(inside.connectivity?.x.data.slice(-4)).toEqual(alone.connectivity?.x.data)
  })
})

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
    await expect(inspect(model, {})).rejects.toMatchObject({ code: 'ERR_DATA' })
    await expect(inspect(model, { x: [[[Number.NaN, 1]]] })).rejects.toMatchObject({ code: 'ERR_NOT_FINITE' })
    await expect(inspect({} as never, {})).rejects.toThrow(/Expected a Model, a network forecaster/)
    await expect(inspect(model, zeros(3), { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORT_ERR' })
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
