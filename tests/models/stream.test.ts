import { describe, expect, it } from 'vitest'
import {
  add,
  attention,
  concat,
  conv1d,
  dropout,
  embedding,
  gru,
  input,
  layerNorm,
  linear,
  lstm,
  Model,
  relu,
  rnn,
  slice,
  type Value,
} from '../../src/nn/index.ts'
import { forecaster, sequences, stepper } from './waves.ts'

type Sequence = Value<['batch', 'time', 1]>
const bodies: [string, (x: Sequence) => Value<['batch', 'time', number]>][] = [
  ['rnn', (x) => rnn(x, { hiddenSize: 6 }).output],
  ['lstm', (x) => lstm(x, { hiddenSize: 6 }).output],
  ['gru', (x) => gru(x, { hiddenSize: 6 }).output],
  ['gru that resets before', (x) => gru(x, { hiddenSize: 6, reset: 'before' }).output],
  ['two layers with dropout', (x) => lstm(dropout(gru(x, { hiddenSize: 5 }).output, 0.3), { hiddenSize: 6 }).output],
  ['causal convolution', (x) => relu(conv1d(x, 4, { kernelSize: 3, dilation: 2 }))],
  ['elementwise and norm', (x) => layerNorm(add(linear(x, 4), slice(linear(x, 8), { axis: 2, start: 4 })))],
]

describe('stream', () => {
  const { x } = sequences(3, 25)

  it.for(bodies)('gives the numbers of predict: %s', async ([, body]) => {
    const model = stepper(body)
    const { forecast } = await model.predict({ x })
    using stream = model.stream({ batch: 3 })
    for (const _ of ['at first', 'after a reset']) {
      for (let t = 0; t < 25; t++) {
        const now = [0, 1, 2].map((n) => [x.data[n * 25 + t]])
        const { forecast: next } = stream.step({ x: now })
        expect(next.shape).toEqual([3, 1, 1])
        for (let n = 0; n < 3; n++) expect(next.data[n]).toBeCloseTo(forecast.data[n * 25 + t], 6)
      }
      stream.reset()
    }
  })

  it('gives the last step if the model outputs only the last step', async () => {
    const model = forecaster()
    const { forecast } = await model.predict({ x })
    using stream = model.stream()
    for (const value of x.data.subarray(0, 24)) stream.step({ x: { shape: [1, 1], data: Float32Array.of(value) } })
    const { forecast: next } = stream.step({ x: { shape: [1, 1, 1], data: x.data.subarray(24, 25) } })
    expect(next.data[0]).toBeCloseTo(forecast.data[0], 6)
  })

  it('keeps the weights that it started with', async () => {
    const model = stepper((x) => gru(x, { hiddenSize: 4 }).output)
    using stream = model.stream()
    const before = stream.step({ x: [[1]] })
    await model.fit(sequences(8, 10), { epochs: 1 })
    stream.reset()
    expect(stream.step({ x: [[1]] })).toEqual(before)
  })

  it('is refused if an op needs all steps at once', () => {
    const model = stepper((x) => attention(linear(x, 4), linear(x, 4), linear(x, 4), { causal: true }))
    expect(() => model.stream()).toThrow(
      expect.objectContaining({ code: 'ERR_PROGRAM', message: expect.stringContaining('attention') }),
    )
    const backwards = stepper((x) => gru(x, { hiddenSize: 4, reverse: true }).output)
    expect(() => backwards.stream()).toThrow(expect.objectContaining({ code: 'ERR_PROGRAM' }))
  })

  it('gives outputs that later steps do not change', () => {
    using stream = stepper((x) => gru(x, { hiddenSize: 4 }).output).stream()
    const { forecast } = stream.step({ x: [[1]] })
    const [value] = forecast.data
    forecast.shape[0] = 7
    const next = stream.step({ x: [[2]] }).forecast
    expect(next.shape).toEqual([1, 1, 1])
    expect(next.data[0]).not.toBe(value)
    expect(forecast.data[0]).toBe(value)
  })

  it('takes several inputs, also integers', async () => {
    const x = input(['batch', 'time', 1])
    const day = input(['batch', 'time'], { type: 'int32' })
    const forecast = linear(
      gru(concat([x, embedding(day, { categories: 7, size: 2 })], 2), { hiddenSize: 4 }).output,
      1,
    )
    const model = new Model({ inputs: { x, day }, outputs: { forecast } })
    using stream = model.stream()
    const whole = await model.predict({ x: [[[0.5], [0.25]]], day: [[3, 6]] })
    stream.step({ x: [[0.5]], day: [3] })
    expect(stream.step({ day: [[6]], x: [[[0.25]]] }).forecast.data[0]).toBeCloseTo(whole.forecast.data[1], 6)
    expect(() => stream.step({ x: [[1]], day: { shape: [1], data: Float32Array.of(1) } })).toThrow(
      expect.objectContaining({ code: 'ERR_TYPE' }),
    )
  })

  it('runs a step that a getter makes while inputs are read before the step itself', () => {
    const model = stepper((x) => gru(x, { hiddenSize: 4 }).output)
    using stream = model.stream()
    using straight = model.stream()
    const inner = straight.step({ x: [[1]] })
    const outer = straight.step({ x: [[2]] })
    let first: unknown
    const nested = {
      get x() {
        first = stream.step({ x: [[1]] })
        return [[2]]
      },
    }
    expect(stream.step(nested)).toEqual(outer)
    expect(first).toEqual(inner)
  })

  it('is unchanged by a step that is refused', () => {
    const model = stepper((x) => gru(x, { hiddenSize: 4 }).output)
    using stream = model.stream()
    using straight = model.stream()
    for (const value of [1, 2, 3]) {
      const expected = straight.step({ x: [[value]] })
      expect(() => stream.step({ x: [[Number.POSITIVE_INFINITY]] })).toThrow(
        expect.objectContaining({ code: 'ERR_NOT_FINITE', message: expect.stringContaining('input "x"') }),
      )
      expect(stream.step({ x: [[value]] })).toEqual(expected)
    }
  })

  const detached = new Float32Array(1)
  structuredClone(detached.buffer, { transfer: [detached.buffer] })
  it.for<[string, unknown, string]>([
    ['no inputs', undefined, 'ERR_TYPE'],
    ['a number', 7, 'ERR_TYPE'],
    ['an input that is missing', {}, 'ERR_DATA'],
    ['a typed array without its shape', { x: Float32Array.of(1) }, 'ERR_TYPE'],
    ['a shape that is no array', { x: { shape: 1, data: Float32Array.of(1) } }, 'ERR_TYPE'],
    ['numbers for data', { x: { shape: [1, 1], data: [1] } }, 'ERR_TYPE'],
    ['integers for floats', { x: { shape: [1, 1], data: Int32Array.of(1) } }, 'ERR_TYPE'],
    ['doubles', { x: { shape: [1, 1], data: Float64Array.of(1) } }, 'ERR_TYPE'],
    ['two samples', { x: [[1], [2]] }, 'ERR_SHAPE'],
    ['two steps', { x: [[[1], [2]]] }, 'ERR_SHAPE'],
    ['more values than the shape says', { x: { shape: [1, 1], data: Float32Array.of(1, 2) } }, 'ERR_SHAPE'],
    ['an array that was transferred away', { x: { shape: [1, 1], data: detached } }, 'ERR_DATA'],
    ['NaN', { x: [[Number.NaN]] }, 'ERR_NOT_FINITE'],
  ])('refuses %s', ([, inputs, code]) => {
    using stream = stepper((x) => gru(x, { hiddenSize: 4 }).output).stream()
    expect(() => stream.step(inputs as never)).toThrow(expect.objectContaining({ code }))
  })

  it('refuses steps after it is disposed', () => {
    const stream = stepper((x) => gru(x, { hiddenSize: 4 }).output).stream()
    stream[Symbol.dispose]()
    expect(() => stream.step({ x: [[1]] })).toThrow(expect.objectContaining({ code: 'ERR_DISPOSED' }))
  })
})
