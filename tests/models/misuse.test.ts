import { describe, expect, it } from 'vitest'
import { type Data, input, linear, Model, type Tensor, tensor } from '../../src/nn/index.ts'
import { forecaster, waves } from './waves.ts'

const good = waves(6, 5)
/** Any value, as plain JavaScript code can pass it. */
const anything = (value: unknown) => value as Data<never>
const x = (value: unknown) => anything({ ...good, x: value })
const numbers = (count: number) => new Float32Array(count)

function detached(): Tensor {
  const data = numbers(30)
  structuredClone(data, { transfer: [data.buffer] })
  return { shape: [6, 5, 1], data }
}

function shared(): Tensor {
  return { shape: [6, 5, 1], data: new Float32Array(new SharedArrayBuffer(120)) }
}

function withValue(value: number): Tensor {
  const data = numbers(30)
  data[17] = value
  return { shape: [6, 5, 1], data }
}

describe('data that do not fit are refused with a reason', () => {
  it.for<[string, Data<never>, string]>([
    ['no data', anything(undefined), 'ERR_TYPE'],
    ['a list of data', anything([1]), 'ERR_TYPE'],
    ['an input missing', anything({ y: good.y }), 'ERR_DATA'],
    ['an unknown input', anything({ ...good, z: good.x }), 'ERR_DATA'],
    ['text', x('abc'), 'ERR_TYPE'],
    ['a bare typed array', x(numbers(30)), 'ERR_TYPE'],
    ['no shape', x({ data: numbers(30) }), 'ERR_TYPE'],
    ['no numbers', x({ shape: [6, 5, 1] }), 'ERR_TYPE'],
    ['a plain array as data', x({ shape: [6, 5, 1], data: Array(30).fill(0) }), 'ERR_TYPE'],
    ['doubles', x({ shape: [6, 5, 1], data: new Float64Array(30) }), 'ERR_TYPE'],
    ['int32 for float32', x({ shape: [6, 5, 1], data: new Int32Array(30) }), 'ERR_TYPE'],
    ['a rank too low', x({ shape: [6, 5], data: numbers(30) }), 'ERR_SHAPE'],
    ['a last dimension too long', x({ shape: [6, 5, 2], data: numbers(60) }), 'ERR_SHAPE'],
    ['another number of samples', x({ shape: [5, 5, 1], data: numbers(25) }), 'ERR_SHAPE'],
    ['fewer numbers than the shape', x({ shape: [6, 5, 1], data: numbers(29) }), 'ERR_SHAPE'],
    ['a negative size', x({ shape: [-6, 5, 1], data: numbers(30) }), 'ERR_SHAPE'],
    ['a size that is not a number', x({ shape: [6, '5', 1], data: numbers(30) }), 'ERR_SHAPE'],
    ['sizes that overflow', x({ shape: [2 ** 31, 2 ** 31, 4], data: numbers(30) }), 'ERR_RANGE'],
    [
      'no samples',
      anything({ x: { shape: [0, 5, 1], data: numbers(0) }, y: { shape: [0, 1], data: numbers(0) } }),
      'ERR_DATA',
    ],
    ['a detached array', x(detached()), 'ERR_DATA'],
    ['shared memory', x(shared()), 'ERR_TYPE'],
    ['NaN', x(withValue(Number.NaN)), 'ERR_NOT_FINITE'],
    ['infinity', x(withValue(Number.NEGATIVE_INFINITY)), 'ERR_NOT_FINITE'],
  ])('%s', async ([, data, code]) => {
    const model = forecaster()
    const refused = { name: 'GatecastError', code, message: expect.stringMatching(/Expected/) }
    await expect(model.fit(data)).rejects.toMatchObject(refused)
    await expect(model.evaluate(data)).rejects.toMatchObject(refused)
    await expect(model.gradients(data)).rejects.toMatchObject(refused)
    await model.fit(good, { epochs: 1 })
  })

  it('a number that is not finite is refused with its position', async () => {
    const message = expect.stringMatching(/"x".*17/)
    await expect(forecaster().predict({ x: withValue(Number.NaN) })).rejects.toMatchObject({ message })
  })

  it('a huge array is refused before memory is allocated', async () => {
    const huge = { shape: [2 ** 31 - 1, 2 ** 20, 1], data: numbers(30) }
    await expect(forecaster().predict({ x: huge })).rejects.toMatchObject({ code: 'ERR_RANGE' })
  })
})

describe('invalid options are refused', () => {
  it.for<[string, object, string]>([
    ['epochs of 0', { epochs: 0 }, 'ERR_RANGE'],
    ['epochs as text', { epochs: '3' }, 'ERR_TYPE'],
    ['batchSize of 0', { batchSize: 0 }, 'ERR_RANGE'],
    ['a batch size that is not whole', { batchSize: 1.5 }, 'ERR_RANGE'],
    ['a misspelt option', { learningrate: 1 }, 'ERR_RANGE'],
    ['another optimiser', { optimizer: { kind: 'magic' } }, 'ERR_TYPE'],
    ['a validation share of all samples', { validation: 1 }, 'ERR_RANGE'],
    ['a validation share of no sample', { validation: 0.01 }, 'ERR_RANGE'],
    ['patience of 0', { patience: 0 }, 'ERR_RANGE'],
    ['an unknown monitor', { patience: 1, monitor: 'magic' }, 'ERR_RANGE'],
    ['no threads', { threads: 0 }, 'ERR_RANGE'],
    ['too many threads', { threads: 1e6 }, 'ERR_RANGE'],
    ['a negative seed', { seed: -1 }, 'ERR_RANGE'],
    ['a signal that is not an AbortSignal', { signal: {} }, 'ERR_TYPE'],
    ['a callback that is not a function', { onProgress: 5 }, 'ERR_TYPE'],
  ])('%s', async ([, options, code]) => {
    await expect(forecaster().fit(good, options)).rejects.toMatchObject({ name: 'GatecastError', code })
  })

  it('options of a model', () => {
    expect(() => new Model(undefined as never)).toThrow(expect.objectContaining({ code: 'ERR_TYPE' }))
    expect(() => new Model({ outputs: {} } as never)).toThrow(expect.objectContaining({ name: 'GatecastError' }))
    const a = input(['batch', 2])
    const config = { inputs: { a }, outputs: { b: linear(a, 1) } }
    expect(() => new Model({ ...config, seed: 0.5 })).toThrow(expect.objectContaining({ code: 'ERR_RANGE' }))
    expect(() => new Model({ ...config, optimiser: 1 } as never)).toThrow(
      expect.objectContaining({ code: 'ERR_RANGE' }),
    )
  })
})

describe('a signal', () => {
  it.for(['fit', 'evaluate', 'gradients', 'predict'] as const)(
    'that is aborted stops %s before it begins',
    async (call) => {
      const signal = AbortSignal.abort(new Error('because'))
      const cause = expect.objectContaining({ message: 'because' })
      await expect(forecaster()[call](good, { signal })).rejects.toMatchObject({
        name: 'AbortError',
        code: 'ABORT_ERR',
        cause,
      })
    },
  )
})

describe('a disposed model', () => {
  it('rejects every call', async () => {
    const model = forecaster()
    model[Symbol.dispose]()
    model[Symbol.dispose]()
    const disposed = { code: 'ERR_DISPOSED' }
    await expect(model.predict({ x: good.x })).rejects.toMatchObject(disposed)
    await expect(model.fit(good)).rejects.toMatchObject(disposed)
    expect(() => model.parameters).toThrow(expect.objectContaining(disposed))
    expect(() => model.stream()).toThrow(expect.objectContaining(disposed))
  })
})

describe('weights that do not fit are refused', () => {
  const model = forecaster()
  const bias = tensor([0])
  it.for<[string, Record<string, unknown>, string]>([
    ['none', {}, 'ERR_DATA'],
    ['one too many', { ...model.parameters, more: bias }, 'ERR_DATA'],
    ['another shape', { ...model.parameters, 'linear0.weight': bias }, 'ERR_SHAPE'],
    ['plain numbers', { ...model.parameters, 'linear0.bias': [0] }, 'ERR_TYPE'],
    ['NaN', { ...model.parameters, 'linear0.bias': tensor([Number.NaN]) }, 'ERR_NOT_FINITE'],
  ])('%s', ([, parameters, code]) => {
    expect(() => model.loadParameters(parameters as Record<string, Tensor>)).toThrow(expect.objectContaining({ code }))
  })
})
