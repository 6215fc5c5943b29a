// Multi-head attention and the Transformer's encoder and decoder, compared with PyTorch's modules.
import { describe, expect, it } from 'vitest'
import { binding } from '../../src/addon/index.ts'
import {
  type AnyValue,
  input,
  Model,
  multiHeadAttention,
  positionalEncoding,
  rotary,
  type Tensor,
  transformerDecoder,
  transformerEncoder,
  type Value,
} from '../../src/nn/index.ts'
import { type BlockCase, blockCases, type Stored } from '../fixtures/read.ts'
import { generator } from '../ops/values.ts'

const tensor = ({ shape, data }: Stored): Tensor => ({ shape, data: Float32Array.from(data) })

function expectNear(name: string, actual: Tensor, expected: Stored, tolerance = 1e-5): void {
  expect(actual.shape, `shape of ${name}`).toEqual(expected.shape)
  expected.data.forEach((value, i) => {
    if (Math.abs(actual.data[i] - value) <= tolerance * (1 + Math.abs(value))) return
    throw new Error(`${name}, element ${i}: Expected ${value}, got ${actual.data[i]}`)
  })
}

/** The model of a case. Its parameters have no prefix, as in the state_dict of the module itself. */
function modelOf({ block, options, inputs, lengths }: BlockCase): Model {
  const values: Record<string, AnyValue> = Object.fromEntries(
    Object.entries(inputs).map(([name, { shape }]) => [name, input(['batch', ...shape.slice(1)])]),
  )
  const given: Record<string, unknown> = { ...options, name: '' }
  for (const [name, counts] of Object.entries(lengths)) {
    if (counts === null) continue
    values[name] = input(['batch'], { type: 'int32' })
    given[name] = values[name]
  }
  const of = (name: string) => values[name] as Value<['batch', number, number]>
  const builders = {
    multiHeadAttention: () => {
      const query = of('query')
      return multiHeadAttention(query, of('key') ?? query, of('value') ?? query, given as never)
    },
    transformerEncoder: () => transformerEncoder(of('x'), given as never),
    transformerDecoder: () => transformerDecoder(of('x'), of('memory'), given as never),
  }
  return new Model({ inputs: values, outputs: { output: builders[block]() as Value } })
}

describe('blocks agree with PyTorch', () => {
  it.each(blockCases().map((stored) => [stored.block, stored.options, stored] as const))(
    '%s %o',
    async (_, __, stored) => {
      using model = modelOf(stored)
      const names = Object.keys(stored.parameters)
      expect(Object.keys(model.parameters).sort()).toEqual([...names].sort())
      model.loadParameters(Object.fromEntries(names.map((name) => [name, tensor(stored.parameters[name])])))
      const arrays = Object.fromEntries(Object.entries(stored.inputs).map(([name, value]) => [name, tensor(value)]))
      const counts = Object.entries(stored.lengths).flatMap(([name, lengths]) =>
        lengths === null ? [] : [[name, { shape: [lengths.length], data: Int32Array.from(lengths) }]],
      )
      const data = { ...arrays, ...Object.fromEntries(counts) }
      expectNear('output', (await model.predict(data)).output, stored.output)

      const { program } = model
      const graph = new binding.Graph(program)
      const flat = graph.parameters.flatMap(({ name }) => stored.parameters[name].data)
      graph.setWeights(Float32Array.from(flat))
      const wanted = { seed: 0, training: false, inputGradients: Object.keys(stored.inputs) }
      const { tape } = await graph.record(data, { outputs: [program.outputs.output], ...wanted })
      const gradients = await tape.backward([tensor(stored.cotangent)], {})
      for (const [name, value] of Object.entries(gradients.inputs))
        expectNear(`gradient by ${name}`, value, stored.gradients[name], 2e-5)
      for (const { name, shape, offset } of graph.parameters) {
        const size = shape.reduce((product, one) => product * one, 1)
        const data = gradients.parameters.slice(offset, offset + size)
        expectNear(`gradient by ${name}`, { shape: [...shape], data }, stored.gradients[name], 2e-5)
      }
      tape.dispose()
    },
  )
})

const random = (shape: number[], seed: number): Tensor => {
  const next = generator(seed)
  const size = shape.reduce((product, one) => product * one, 1)
  return { shape, data: Float32Array.from({ length: size }, () => 2 * next() - 1) }
}

describe('positionalEncoding', () => {
  it('adds sine and cosine of the position to sequences of any length', async () => {
    const x = input(['batch', 'time', 6])
    using model = new Model({ inputs: { x }, outputs: { y: positionalEncoding(x) } })
    for (const steps of [1, 4, 700]) {
      const { y } = await model.predict({ x: { shape: [1, steps, 6], data: new Float32Array(steps * 6) } })
      for (let t = 0; t < steps; t++)
        for (let i = 0; i < 6; i++) {
          const angle = t / 10_000 ** ((2 * Math.floor(i / 2)) / 6)
          expect(y.data[t * 6 + i]).toBeCloseTo(i % 2 ? Math.cos(angle) : Math.sin(angle), 6)
        }
    }
  })

  it('learns a vector for each position up to the longest', async () => {
    const x = input(['batch', 'time', 3])
    const y = positionalEncoding(x, { kind: 'learned', longest: 5 })
    using model = new Model({ inputs: { x }, outputs: { y } })
    const table = model.parameters['positionalEncoding0.weight']
    expect(table.shape).toEqual([5, 3])
    const zeros = (steps: number) => ({ x: { shape: [2, steps, 3], data: new Float32Array(2 * steps * 3) } })
    const { y: got } = await model.predict(zeros(4))
    expect(got.data).toEqual(Float32Array.from([...table.data.slice(0, 12), ...table.data.slice(0, 12)]))
    await expect(model.predict(zeros(6))).rejects.toMatchObject({ code: 'ERR_RANGE', message: /at most 5 time steps/ })
  })

  it('refuses what has no meaning', () => {
    const x = input(['batch', 'time', 3])
    expect(() => positionalEncoding(x)).toThrow(/even number of features/)
    expect(() => positionalEncoding(x, { kind: 'learned' })).toThrow(/Expected longest/)
    expect(() => positionalEncoding(x, { longest: 5 })).toThrow(/only with kind: 'learned'/)
    expect(() => rotary(input(['batch', 'time', 8]), { heads: 3 })).toThrow(/rotated in pairs/)
  })
})

describe('rotary', () => {
  it('makes products depend on the distance of the steps', async () => {
    const x = input(['batch', 'time', 8])
    using model = new Model({ inputs: { x }, outputs: { y: rotary(x, { heads: 2 }) } })
    const [query, key] = [random([1, 1, 8], 1).data, random([1, 1, 8], 2).data]
    const rows = (row: Tensor['data']) => Array.from({ length: 9 }, () => Array.from(row))
    const { y } = await model.predict({ x: [rows(query), rows(key)] })
    const product = (t: number, s: number) =>
      [0, 1, 2, 3].reduce((sum, j) => sum + y.data[t * 8 + j] * y.data[(9 + s) * 8 + j], 0)
    for (const distance of [0, 1, 4])
      for (const t of [4, 6, 8]) expect(product(t, t - distance)).toBeCloseTo(product(4, 4 - distance), 5)
    expect(Math.abs(product(4, 4) - product(4, 2))).toBeGreaterThan(1e-3)
  })

  it('lets a Transformer without another encoding tell the order of steps', async () => {
    const x = input(['batch', 'time', 4])
    const build = (rotates: boolean) =>
      new Model({ inputs: { x }, outputs: { y: transformerEncoder(x, { heads: 2, rotary: rotates }) } })
    const a = random([1, 3, 4], 3)
    // The last two steps exchanged: the first step cannot see it without positions.
    const b = {
      shape: a.shape,
      data: Float32Array.from([...a.data.slice(0, 4), ...a.data.slice(8), ...a.data.slice(4, 8)]),
    }
    for (const rotates of [false, true]) {
      using model = build(rotates)
      const [one, other] = [(await model.predict({ x: a })).y.data, (await model.predict({ x: b })).y.data]
      const apart = Math.max(...[0, 1, 2, 3].map((i) => Math.abs(one[i] - other[i])))
      if (rotates) expect(apart).toBeGreaterThan(1e-4)
      else expect(apart).toBeLessThan(1e-6)
    }
  })
})

describe('options of the blocks', () => {
  const x = input(['batch', 'time', 8])

  it('names the option that is wrong', () => {
    expect(() => transformerEncoder(x, {} as never)).toThrow(/heads of transformerEncoder/)
    expect(() => transformerEncoder(x, { heads: 3 })).toThrow(/multiples of heads/)
    expect(() => transformerEncoder(x, { heads: 2, activation: 'tanh' as never })).toThrow(/relu, gelu/)
    expect(() => transformerDecoder(x, x, { heads: 2, dropOut: 0.1 } as never)).toThrow(/dropout/)
    expect(() =>
      multiHeadAttention(x, input(['batch', 4, 8]), input(['batch', 4, 8]), { heads: 2, causal: true }),
    ).toThrow(/same number of queries and keys/)
  })

  it('drops a share in training alone', async () => {
    const y = transformerEncoder(x, { heads: 2, dropout: 0.5 })
    using model = new Model({ inputs: { x }, outputs: { y } })
    using same = new Model({ inputs: { x }, outputs: { y: transformerEncoder(x, { heads: 2 }) } })
    const data = { x: random([2, 5, 8], 5) }
    expect((await model.predict(data)).y.data).toEqual((await same.predict(data)).y.data)
  })
})
