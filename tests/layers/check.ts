// Checks that the tests of the three layers share.
import { describe, expect, it } from 'vitest'
import type { Gru, Lstm, Precision, Rnn, Tensor } from '../../src/nn/index.ts'
import { type LayerCase, type Stored, type StoredTensors, titleOf } from '../fixtures/read.ts'
import { generator } from '../ops/values.ts'

export type Layer = Lstm | Gru | Rnn

const tensor = ({ shape, data }: Stored): Tensor => ({ shape, data: Float32Array.from(data) })
const tensors = (stored: StoredTensors): Record<string, Tensor> =>
  Object.fromEntries(Object.entries(stored).map(([name, value]) => [name, tensor(value)]))

/** Throws unless every element is within 1e-5 absolute plus 1e-4 relative. */
function expectNear(name: string, actual: Tensor, expected: Stored): void {
  expect(actual.shape, `shape of ${name}`).toEqual(expected.shape)
  const wrong = expected.data.findIndex(
    (value, i) => !(Math.abs(actual.data[i] - value) <= 1e-5 + 1e-4 * Math.abs(value)),
  )
  if (wrong < 0) return
  throw new Error(`${name}, element ${wrong}: Expected ${expected.data[wrong]}, got ${actual.data[wrong]}`)
}

function expectAllNear(name: string, actual: object, expected: StoredTensors): void {
  for (const [key, value] of Object.entries(expected)) {
    expectNear(`${name} ${key}`, (actual as Record<string, Tensor>)[key], value)
  }
}

/** Compares outputs, final states and all gradients with those of PyTorch. */
export function agreesWithPyTorch(cases: LayerCase[], make: (options: LayerCase['options']) => Layer): void {
  it.each(cases.map((stored) => [titleOf(stored), stored] as const))('agrees with PyTorch: %s', async (_, stored) => {
    using layer = make(stored.options)
    expect(Object.keys(layer.parameters)).toEqual(Object.keys(stored.parameters))
    layer.load(tensors(stored.parameters))
    const { lengths, initial } = stored
    const result = await layer.forward(tensor(stored.input), {
      ...(lengths && { lengths }),
      ...(initial && { initial: tensors(initial) }),
    })
    expectAllNear('result', result, stored.results)
    const { parameters, ...others } = stored.gradients
    const gradients = await result.backward(tensors(stored.cotangents))
    expectAllNear('gradient by', gradients, others as StoredTensors)
    expectAllNear('gradient by', gradients.parameters, parameters)
    expect(Object.keys(gradients.parameters)).toEqual(Object.keys(parameters))
  })
}

export const stateOf = (result: object, state: string): Tensor => (result as Record<string, Tensor>)[state]

/** Numbers in (-1, 1) from a seed. */
export function random(shape: number[], seed: number): Tensor {
  const next = generator(seed)
  const count = shape.reduce((product, size) => product * size, 1)
  return { shape, data: Float32Array.from({ length: count }, () => 2 * next() - 1) }
}

export type Make = (options: {
  inputSize: number
  hiddenSize: number
  layers: number
  bidirectional: boolean
  seed: number
}) => Layer

/** Behaviour that all three layers share. `states` are the final states of the layer. */
export function behavesAsLayer(make: Make, states: readonly ('hidden' | 'cell')[]): void {
  const [batch, time, inputSize, hiddenSize] = [33, 9, 5, 17]
  const options = { inputSize, hiddenSize, layers: 2, bidirectional: true, seed: 1 }
  const x = random([batch, time, inputSize], 2)
  const lengths = Array.from({ length: batch }, (_, b) => b % (time + 1))
  const perState = (seed: number) =>
    Object.fromEntries(states.map((state, k) => [state, random([4, batch, hiddenSize], seed + k)]))

  it('gives the same bits on 1, 2 and 4 threads, forwards and backwards', async () => {
    using layer = make(options)
    const run = async (threads: number) => {
      const result = await layer.forward(x, { lengths, initial: perState(5), threads })
      const values = [result.output, ...states.map((state) => stateOf(result, state))]
      const output = random([batch, time, 2 * hiddenSize], 9)
      return { values, gradients: await result.backward({ output, ...perState(7) }, { threads }) }
    }
    const first = await run(1)
    expect(await run(2)).toEqual(first)
    expect(await run(4)).toEqual(first)
  })

  it('predicts the same bits as forward', async () => {
    using layer = make(options)
    for (const given of [{}, { lengths }, { lengths, initial: perState(5), threads: 2 }]) {
      const forward = await layer.forward(x, given)
      const values = Object.fromEntries(['output', ...states].map((name) => [name, stateOf(forward, name)]))
      expect(await layer.predict(x, given)).toEqual(values)
    }
  })

  describe('with lengths', () => {
    it('gives each row the result that it has alone', async () => {
      using layer = make(options)
      const together = await layer.forward(x, { lengths })
      for (const b of [1, 4, 9, 15]) {
        const length = lengths[b]
        const start = b * time * inputSize
        const row = { shape: [1, length, inputSize], data: x.data.slice(start, start + length * inputSize) }
        const alone = await layer.forward(row)
        const first = b * time * 2 * hiddenSize
        const output = Array.from(together.output.data.subarray(first, first + length * 2 * hiddenSize))
        expectNear('output', { ...alone.output }, { shape: alone.output.shape, data: output })
        for (const state of states) {
          const [both, own] = [together, alone].map((result) => stateOf(result, state))
          const part = (k: number) => both.data.subarray((k * batch + b) * hiddenSize, (k * batch + b + 1) * hiddenSize)
          expectNear(state, own, { shape: own.shape, data: [0, 1, 2, 3].flatMap((k) => Array.from(part(k))) })
        }
      }
    })

    it('puts out zeros after the end of a row, and ignores gradients there', async () => {
      using layer = make(options)
      const { output, backward } = await layer.forward(x, { lengths })
      const isAfter = (i: number) =>
        Math.floor(i / (2 * hiddenSize)) % time >= lengths[Math.floor(i / (2 * hiddenSize * time))]
      expect(output.data.every((value, i) => !isAfter(i) || value === 0)).toBe(true)
      const gradient = random(output.shape, 3)
      const without = { shape: output.shape, data: gradient.data.map((value, i) => (isAfter(i) ? 0 : value)) }
      expect(await backward({ output: gradient })).toEqual(await backward({ output: without }))
    })

    it('keeps the states it was given on rows of length 0', async () => {
      using layer = make(options)
      const initial = perState(5)
      const result = await layer.forward(x, { lengths: lengths.map(() => 0), initial })
      for (const state of states) expect(stateOf(result, state)).toEqual(initial[state])
    })
  })

  it('treats absent gradients as zero', async () => {
    using layer = make(options)
    const { output, backward } = await layer.forward(x)
    const zeros = Object.fromEntries(
      states.map((state) => [state, { shape: [4, batch, hiddenSize], data: new Float32Array(4 * batch * hiddenSize) }]),
    )
    const gradient = random(output.shape, 3)
    const [left, given] = [await backward({ output: gradient }), await backward({ output: gradient, ...zeros })]
    expect(left).toEqual(given)
  })

  it('starts with the same weights for the same seed', () => {
    expect(make(options).parameters).toEqual(make(options).parameters)
    expect(make(options).parameters).not.toEqual(make({ ...options, seed: 2 }).parameters)
  })

  const wrong: [string, () => Promise<unknown>, string][] = [
    [
      'a length beyond the time dimension',
      () => make(options).forward(x, { lengths: lengths.with(0, 10) }),
      'ERR_RANGE',
    ],
    ['such a length in predict', () => make(options).predict(x, { lengths: lengths.with(0, 10) }), 'ERR_RANGE'],
    ['an unknown precision', () => make(options).forward(x, { precision: 'float16' as Precision }), 'ERR_RANGE'],
    ['an unknown precision in predict', () => make(options).predict(x, { precision: '' as Precision }), 'ERR_RANGE'],
    ['a misspelt option', () => make(options).forward(x, { precison: 'bf16' } as object), 'ERR_RANGE'],
    ['an option of forward in predict', () => make(options).predict(x, { training: true } as object), 'ERR_RANGE'],
    ['a negative length', () => make(options).forward(x, { lengths: lengths.with(0, -1) }), 'ERR_RANGE'],
    ['lengths of fewer rows', () => make(options).forward(x, { lengths: [1, 2] }), 'ERR_SHAPE'],
    ['another number of features', () => make(options).forward(random([2, 3, 4], 1)), 'ERR_SHAPE'],
    ['x without a time dimension', () => make(options).forward(random([2, inputSize], 1)), 'ERR_SHAPE'],
    [
      'states of another size',
      () => make(options).forward(x, { initial: { hidden: random([4, batch, 3], 1) } }),
      'ERR_SHAPE',
    ],
    [
      'a gradient of another shape',
      async () => (await make(options).forward(x)).backward({ output: random([batch, time, 3], 1) }),
      'ERR_SHAPE',
    ],
    [
      'NaN',
      () => make(options).forward({ ...x, data: x.data.map((value, i) => (i === 7 ? Number.NaN : value)) }),
      'ERR_NOT_FINITE',
    ],
  ]
  it.each(wrong)('refuses %s', async (_, call, code) => {
    await expect(call()).rejects.toMatchObject({ name: 'GatecastError', code })
  })

  it('refuses parameters that are missing or of another shape', () => {
    using layer = make(options)
    const { weight_ih_l0, ...rest } = layer.parameters
    expect(() => layer.load(rest)).toThrow(expect.objectContaining({ code: 'ERR_DATA' }))
    const turned = { ...weight_ih_l0, shape: [...weight_ih_l0.shape].reverse() }
    expect(() => layer.load({ ...rest, weight_ih_l0: turned })).toThrow(expect.objectContaining({ code: 'ERR_SHAPE' }))
  })
}
