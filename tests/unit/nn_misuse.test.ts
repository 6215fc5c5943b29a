// Wrong arguments of the functions that build networks: a GatecastError that names the op, and nothing else.

import { describe, expect, it } from 'vitest'
import * as nn from '../../src/nn/index.ts'

const { conv1d, gru, input, linear, lstm, Model, rnn } = nn
const isError = (code: string, message: RegExp) =>
  expect.objectContaining({ name: 'GatecastError', code, message: expect.stringMatching(message) })

describe.for(Object.entries({ lstm, gru, rnn }))('%s', ([name, op]) => {
  const call = op as (...args: unknown[]) => unknown
  const x = input(['batch', 'time', 3])
  it('names op, option and expected shape', () => {
    expect(() => call(x, {})).toThrow(isError('ERR_TYPE', new RegExp(`hiddenSize of ${name} .*whole number`)))
    expect(() => call(x)).toThrow(isError('ERR_TYPE', new RegExp(`options of ${name}`)))
    expect(() => call(input(['batch', 3]), { hiddenSize: 4 })).toThrow(
      isError('ERR_SHAPE', new RegExp(`^${name}: Expected x of shape \\[batch, time, features\\].*got \\[batch, 3\\]`)),
    )
    for (const bad of [undefined, null, 3, {}, 'x', [[1]]])
      expect(() => call(bad, { hiddenSize: 4 })).toThrow(isError('ERR_TYPE', new RegExp(`^${name}: Expected input 0`)))
    for (const hiddenSize of [0, -1, 1.5, '4', Number.NaN, null, 10n])
      expect(() => call(x, { hiddenSize })).toThrow(
        expect.objectContaining({ name: 'GatecastError', message: expect.stringMatching(/hiddenSize/) }),
      )
  })
})

describe('an op whose weights depend on its input', () => {
  const x = input(['batch', 'time', 3])
  it.for([
    ['linear', () => linear(x, undefined as never), 'size of linear to be a whole number from 1 on, got nothing'],
    ['linear', () => linear(input(['batch', 'time']) as never, 4), 'last dimension of fixed size'],
    ['layerNorm', () => nn.layerNorm(input(['batch', 'time']) as never), 'last dimension of fixed size'],
    ['conv1d', () => conv1d(input(['batch', 12]) as never, 4, { kernelSize: 3 }), 'x of shape [batch, time, features]'],
    ['conv1d', () => conv1d(x, 0, { kernelSize: 3 }), 'filters of conv1d'],
    ['embedding', () => nn.embedding(input(['batch'], { type: 'int32' }), {} as never), 'categories of embedding'],
    ['lstm', () => lstm(x, { hiddenSize: 2, weights: {} as never }), 'weight_ih of weights of lstm'],
    ['add', () => nn.add(x, undefined as never), 'input 1 to be a Value, got nothing'],
  ] as const)('names op and argument: %s', ([op, call, message]) => {
    expect(call).toThrow(message)
    expect(call).toThrow(op)
  })
})

const wrong = () => [
  ...[undefined, null, 0, -1, 1.5, Number.NaN, 'x', '', true, {}, [], [1], [undefined], () => 1, Symbol('s'), 10n],
  ...[new Date(Number.NaN), new Float64Array(2), new Map(), Object.create(null), { length: 2 }, new Proxy([], {})],
]
const functions = Object.entries(nn).filter(
  ([name, f]) => typeof f === 'function' && !/^class\b/.test(`${f}`) && !/Safetensors$/.test(name),
)

describe('every function of gatecast/nn', () => {
  it.for(functions)('%s throws nothing but GatecastError', ([, f]) => {
    const call = f as (...args: unknown[]) => unknown
    const kinds = wrong()
    const x = input(['batch', 'time', 3])
    for (let i = 0; i < kinds.length; i++)
      for (const args of [
        [kinds[i]],
        [x, kinds[i]],
        [kinds[i], kinds[(i * 7 + 3) % kinds.length]],
        [x, x, kinds[i]],
        [kinds[i], 3, kinds[(i + 5) % kinds.length]],
      ])
        try {
          call(...args)
        } catch (error) {
          expect((error as Error).name, `${(error as Error).stack}`).toMatch(/^(GatecastError|AbortError)$/)
        }
  })
})

describe('a Model', () => {
  it('prints its inputs, outputs and number of weights', async () => {
    const { inspect } = await import('node:util')
    const x = input(['batch', 3])
    const model = new Model({ inputs: { x }, outputs: { y: linear(x, 2) } })
    expect(inspect(model)).toBe('Model { inputs: x [batch, 3]; outputs: y; 8 weights }')
  })
  it('of a convolution needs a kernel', () => {
    expect(() => conv1d(input(['batch', 'time', 3]), 4, {} as never)).toThrow(
      isError('ERR_TYPE', /kernelSize of conv1d/),
    )
  })
})
