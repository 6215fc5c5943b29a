import { describe, expect, it } from 'vitest'
import {
  add,
  attention,
  conv1d,
  dropout,
  gru,
  layerNorm,
  linear,
  lstm,
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

  it.for(bodies)('gives what predict gives: %s', async ([, body]) => {
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

  it('gives the last step where the model does', async () => {
    const model = forecaster()
    const { forecast } = await model.predict({ x })
    using stream = model.stream()
    for (const value of x.data.subarray(0, 24)) stream.step({ x: { shape: [1, 1], data: Float32Array.of(value) } })
    const { forecast: next } = stream.step({ x: { shape: [1, 1, 1], data: x.data.subarray(24, 25) } })
    expect(next.data[0]).toBeCloseTo(forecast.data[0], 6)
  })

  it('keeps the weights it began with', async () => {
    const model = stepper((x) => gru(x, { hiddenSize: 4 }).output)
    using stream = model.stream()
    const before = stream.step({ x: [[1]] })
    await model.fit(sequences(8, 10), { epochs: 1 })
    stream.reset()
    expect(stream.step({ x: [[1]] })).toEqual(before)
  })

  it('is refused where an op needs all steps at once', () => {
    const model = stepper((x) => attention(linear(x, 4), linear(x, 4), linear(x, 4), { causal: true }))
    expect(() => model.stream()).toThrow(
      expect.objectContaining({ code: 'ERR_PROGRAM', message: expect.stringContaining('attention') }),
    )
    const backwards = stepper((x) => gru(x, { hiddenSize: 4, reverse: true }).output)
    expect(() => backwards.stream()).toThrow(expect.objectContaining({ code: 'ERR_PROGRAM' }))
  })

  it('refuses steps that do not fit', () => {
    const model = stepper((x) => gru(x, { hiddenSize: 4 }).output)
    const stream = model.stream()
    expect(() => stream.step({})).toThrow(expect.objectContaining({ code: 'ERR_DATA' }))
    expect(() => stream.step({ x: [[1], [2]] })).toThrow(expect.objectContaining({ code: 'ERR_SHAPE' }))
    expect(() => stream.step({ x: [[Number.NaN]] })).toThrow(expect.objectContaining({ code: 'ERR_NOT_FINITE' }))
    stream[Symbol.dispose]()
    expect(() => stream.step({ x: [[1]] })).toThrow(expect.objectContaining({ code: 'ERR_DISPOSED' }))
  })
})
