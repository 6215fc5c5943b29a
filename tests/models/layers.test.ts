import { describe, expect, it } from 'vitest'
import { Gru, Lstm, Rnn, type Tensor, tensor } from '../../src/nn/index.ts'

const layers: [string, () => Lstm | Gru | Rnn][] = [
  ['Lstm', () => new Lstm({ inputSize: 3, hiddenSize: 5, layers: 2, bidirectional: true, seed: 1 })],
  ['Gru', () => new Gru({ inputSize: 3, hiddenSize: 5, layers: 2, bidirectional: true, seed: 1 })],
  ['Gru, reset before', () => new Gru({ inputSize: 3, hiddenSize: 5, reset: 'before', seed: 1 })],
  ['Rnn', () => new Rnn({ inputSize: 3, hiddenSize: 5, layers: 3, seed: 1 })],
  [
    'Rnn, relu, without biases',
    () => new Rnn({ inputSize: 3, hiddenSize: 5, nonlinearity: 'relu', bias: false, seed: 1 }),
  ],
]

const numbers = (shape: number[], phase = 0): Tensor => {
  const count = shape.reduce((product, size) => product * size, 1)
  return tensor(
    Float32Array.from({ length: count }, (_, i) => Math.sin(1 + i * 1.7 + phase)),
    shape,
  )
}
const x = numbers([2, 4, 3])
const row = ({ shape, data }: Tensor, n: number) => {
  const size = data.length / shape[0]
  return Array.from(data.subarray(n * size, (n + 1) * size))
}

describe('layers', () => {
  it("have PyTorch's parameters in PyTorch's order", () => {
    const { parameters } = new Lstm({ inputSize: 3, hiddenSize: 5, layers: 2, bidirectional: true })
    expect(Object.entries(parameters).map(([name, { shape }]) => [name, ...shape])).toEqual([
      ['weight_ih_l0', 20, 3],
      ['weight_hh_l0', 20, 5],
      ['bias_ih_l0', 20],
      ['bias_hh_l0', 20],
      ['weight_ih_l0_reverse', 20, 3],
      ['weight_hh_l0_reverse', 20, 5],
      ['bias_ih_l0_reverse', 20],
      ['bias_hh_l0_reverse', 20],
      ['weight_ih_l1', 20, 10],
      ['weight_hh_l1', 20, 5],
      ['bias_ih_l1', 20],
      ['bias_hh_l1', 20],
      ['weight_ih_l1_reverse', 20, 10],
      ['weight_hh_l1_reverse', 20, 5],
      ['bias_ih_l1_reverse', 20],
      ['bias_hh_l1_reverse', 20],
    ])
    expect(Object.keys(new Gru({ inputSize: 1, hiddenSize: 1, bias: false }).parameters)).toEqual([
      'weight_ih_l0',
      'weight_hh_l0',
    ])
  })

  it.for(layers)('%s: gradients are the slope of sum(output^2 + hidden^2) / 2', async ([, build]) => {
    const layer = build()
    const lengths = [4, 2]
    const value = async (changed: typeof layer) => {
      const { output, hidden } = await changed.forward(x, { lengths })
      return [...output.data, ...hidden.data].reduce((sum, v) => sum + (v * v) / 2, 0)
    }
    const { output, hidden, backward } = await layer.forward(x, { lengths })
    const { parameters, input } = await backward({ output, hidden })
    expect(input.shape).toEqual([2, 4, 3])
    // Steps beyond the length of a row change no result.
    expect(row(input, 1).slice(6)).toEqual([0, 0, 0, 0, 0, 0])
    for (const [name, gradient] of Object.entries(parameters)) {
      const length = Math.hypot(...gradient.data)
      const moved = async (step: number) => {
        const other = build()
        const weights = other.parameters
        weights[name].data.forEach((w, i) => {
          weights[name].data[i] = w + (step * gradient.data[i]) / length
        })
        other.load(weights)
        return value(other)
      }
      const slope = ((await moved(1e-2)) - (await moved(-1e-2))) / 2e-2
      expect(Math.abs(slope / length - 1), name).toBeLessThan(5e-3)
    }
  })

  it.for(layers)('%s: keeps the state of rows whose sequence has ended', async ([, build]) => {
    const layer = build()
    const short = await layer.forward(x, { lengths: [3, 1] })
    const alone = await layer.forward(tensor(x.data.slice(12, 15), [1, 1, 3]))
    const states = alone.hidden.shape[0]
    for (let s = 0; s < states; s++) expect(row(short.hidden, s).slice(5)).toEqual(row(alone.hidden, s))
    expect(row(short.output, 1).slice(short.output.shape[2])).toEqual(Array(3 * short.output.shape[2]).fill(0))
  })

  it('start from the state that they are given', async () => {
    const layer = new Lstm({ inputSize: 3, hiddenSize: 5, layers: 2, seed: 1 })
    const whole = await layer.forward(x)
    const half = (from: number) =>
      tensor(Float32Array.from([0, 1].flatMap((n) => row(x, n).slice(from * 3, from * 3 + 6))), [2, 2, 3])
    const { hidden, cell } = await layer.forward(half(0))
    const rest = await layer.forward(half(2), { initial: { hidden, cell } })
    expect(rest.hidden).toEqual(whole.hidden)
    expect(rest.cell).toEqual(whole.cell)
    const { initialCell, initialHidden } = await rest.backward({ cell: rest.cell })
    expect([initialCell.shape, initialHidden.shape]).toEqual([
      [2, 2, 5],
      [2, 2, 5],
    ])
  })

  it('run backward several times, and give the norms of each layer', async () => {
    const layer = new Gru({ inputSize: 3, hiddenSize: 5, layers: 2, bidirectional: true })
    const { output, backward } = await layer.forward(x)
    const first = await backward({ output })
    expect(await backward({ output })).toEqual(first)
    expect(Object.keys(first.hiddenNorms)).toEqual(['l0', 'l0_reverse', 'l1', 'l1_reverse'])
    expect(first.hiddenNorms.l1).toHaveLength(4)
    const nothing = await backward({})
    expect(nothing.input.data.every((value) => value === 0)).toBe(true)
  })

  it('apply dropout between layers in training only', async () => {
    const layer = new Rnn({ inputSize: 3, hiddenSize: 16, layers: 2, dropout: 0.5 })
    const plain = await layer.forward(x)
    expect((await layer.forward(x)).output).toEqual(plain.output)
    const dropped = await layer.forward(x, { training: true, seed: 1 })
    expect(dropped.output).not.toEqual(plain.output)
    expect((await layer.forward(x, { training: true, seed: 1 })).output).toEqual(dropped.output)
    expect((await layer.forward(x, { training: true, seed: 2 })).output).not.toEqual(dropped.output)
  })

  it('use the weights of the forward pass in backward, also after the weights change', async () => {
    const layer = new Gru({ inputSize: 3, hiddenSize: 5 })
    const { output, backward } = await layer.forward(x)
    const before = await backward({ output })
    layer.load(new Gru({ inputSize: 3, hiddenSize: 5, seed: 9 }).parameters)
    expect(await backward({ output })).toEqual(before)
    expect((await layer.forward(x)).output).not.toEqual(output)
  })
})

describe('layers refuse', () => {
  const layer = new Lstm({ inputSize: 3, hiddenSize: 5 })
  const state = numbers([1, 2, 5])

  it.for<[string, () => Promise<unknown>, string]>([
    ['another number of features', () => layer.forward(numbers([2, 4, 2])), 'ERR_SHAPE'],
    ['no time dimension', () => layer.forward(numbers([2, 3])), 'ERR_SHAPE'],
    ['lengths beyond the time dimension', () => layer.forward(x, { lengths: [9, 1] }), 'ERR_RANGE'],
    ['lengths of another batch', () => layer.forward(x, { lengths: [1, 2, 3] }), 'ERR_SHAPE'],
    ['a length that is not whole', () => layer.forward(x, { lengths: [1.5, 2] }), 'ERR_TYPE'],
    ['a state of another shape', () => layer.forward(x, { initial: { hidden: numbers([2, 5]) } }), 'ERR_SHAPE'],
    ['an unknown state', () => layer.forward(x, { initial: { memory: state } as object }), 'ERR_RANGE'],
    ['NaN', () => layer.forward(tensor(new Float32Array(24).fill(Number.NaN), [2, 4, 3])), 'ERR_NOT_FINITE'],
    ['a gradient of another shape', async () => (await layer.forward(x)).backward({ output: state }), 'ERR_SHAPE'],
    [
      'a gradient of an unknown result',
      async () => (await layer.forward(x)).backward({ other: state } as object),
      'ERR_RANGE',
    ],
    [
      'weights of another layer',
      async () => layer.load(new Gru({ inputSize: 3, hiddenSize: 5 }).parameters),
      'ERR_SHAPE',
    ],
    ['a part of the weights', async () => layer.load({ weight_ih_l0: layer.parameters.weight_ih_l0 }), 'ERR_DATA'],
    ['no units', async () => new Lstm({ inputSize: 3, hiddenSize: 0 }), 'ERR_RANGE'],
    ['a misspelt option', async () => new Lstm({ inputSize: 3, hiddensize: 5 } as never), 'ERR_RANGE'],
  ])('%s', async ([, call, code]) => {
    await expect(call()).rejects.toMatchObject({ name: 'GatecastError', code })
  })

  it('every call after they are disposed', async () => {
    const layer = new Rnn({ inputSize: 3, hiddenSize: 5 })
    const { output, backward } = await layer.forward(x)
    layer[Symbol.dispose]()
    await expect(layer.forward(x)).rejects.toMatchObject({ code: 'ERR_DISPOSED' })
    // A recorded pass does not need its layer.
    expect((await backward({ output })).input.shape).toEqual([2, 4, 3])
  })
})
