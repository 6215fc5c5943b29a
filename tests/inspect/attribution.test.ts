// Integrated gradients and permutation importance, on functions whose attributions are known.
import { describe, expect, it } from 'vitest'
import { dLinear, drift } from '../../src/index.ts'
import { integratedGradients, permutationImportance } from '../../src/inspect/index.ts'
import {
  constant,
  embedding,
  gru,
  input,
  last,
  linear,
  Model,
  multiply,
  relu,
  sigmoid,
  slice,
  subtract,
  transformerEncoder,
  type Value,
} from '../../src/nn/index.ts'
import { datasets } from './panels.ts'

const sumOver = (data: ArrayLike<number>, from: number, count: number): number => {
  let sum = 0
  for (let i = from; i < from + count; i++) sum += data[i]
  return sum
}

describe('integratedGradients of a model', () => {
  it('gives each factor of a product half of it', async () => {
    const x = input(['batch', 2])
    const both = multiply(slice(x, { axis: 1, end: 1 }), slice(x, { axis: 1, start: 1 })) as Value
    using model = new Model({ inputs: { x }, outputs: { y: both } })
    const data = {
      x: [
        [3, 4],
        [-1, 2],
      ],
    }
    const { inputs, difference, error, points } = await integratedGradients(model, data)
    expect(inputs.x.shape).toEqual([2, 1, 2])
    expect(inputs.x.axes).toEqual(['sample', 'element', 'feature'])
    expect(Array.from(inputs.x.data)).toEqual([6, 6, -1, -1].map((value) => expect.closeTo(value, 4)))
    expect(Array.from(difference.data)).toEqual([12, -2])
    expect(error).toBeLessThan(1e-5)
    expect(points).toBe(32)
  })

  it('is weight times change for a linear map, from any baseline', async () => {
    const x = input(['batch', 3])
    using model = new Model({ inputs: { x }, outputs: { y: linear(x, 2, { name: 'map' }) } })
    const weights = [1, -2, 0.5, 3, 0, -1]
    model.loadParameters({
      'map.weight': { shape: [2, 3], data: Float32Array.from(weights) },
      'map.bias': { shape: [2], data: Float32Array.of(7, 8) },
    })
    const baseline = { x: [[1, 1, 1]] }
    const { inputs, difference } = await integratedGradients(model, { x: [[2, 0, 5]] }, { baseline })
    const expected = [1, 2, 2, 3, 0, -4]
    expect(Array.from(inputs.x.data)).toEqual(expected.map((value) => expect.closeTo(value, 5)))
    expect(Array.from(difference.data)).toEqual([expect.closeTo(5, 5), expect.closeTo(-1, 5)])
  })

  it('takes more points until the sum is right', async () => {
    const x = input(['batch', 1])
    // A step at 0.37, so steep that 32 points miss it.
    using model = new Model({ inputs: { x }, outputs: { y: sigmoid(multiply(subtract(x, 0.37), 400)) } })
    const { error, points, inputs } = await integratedGradients(model, { x: [[1]] })
    expect(points).toBeGreaterThan(32)
    expect(error).toBeLessThanOrEqual(0.01)
    expect(inputs.x.data[0]).toBeCloseTo(1, 1)
    using cliff = new Model({ inputs: { x }, outputs: { y: sigmoid(multiply(subtract(x, 0.37), 1e6)) } })
    await expect(integratedGradients(cliff, { x: [[1]] })).rejects.toThrow(/changes too sharply/)
  })

  it('attributes each output to each step and feature of a recurrent network', async () => {
    const x = input(['batch', 'time', 2])
    const ids = input(['batch'], { type: 'int32' })
    const state = last(gru(x, { hiddenSize: 6 }).output)
    const both = multiply(linear(state, 4), embedding(ids, { categories: 3, size: 4 }))
    using model = new Model({ inputs: { x, ids }, outputs: { y: relu(both) }, seed: 2 })
    const numbers = Float32Array.from({ length: 3 * 5 * 2 }, (_, i) => Math.sin(i * 7.3))
    const data = { x: { shape: [3, 5, 2], data: numbers }, ids: { shape: [3], data: Int32Array.of(0, 2, 1) } }
    const { inputs, difference, error } = await integratedGradients(model, data)
    expect(Object.keys(inputs)).toEqual(['x'])
    expect(inputs.x.shape).toEqual([3, 4, 5, 2])
    expect(inputs.x.axes).toEqual(['sample', 'element', 'step', 'feature'])
    const y = (await model.predict(data)).y.data
    const zero = (await model.predict({ ...data, x: { shape: [3, 5, 2], data: new Float32Array(30) } })).y.data
    for (let s = 0; s < 3; s++) {
      let [off, all] = [0, 0]
      for (let e = 0; e < 4; e++) {
        const place = 4 * s + e
        expect(difference.data[place]).toBeCloseTo(y[place] - zero[place], 6)
        off += Math.abs(sumOver(inputs.x.data, place * 10, 10) - difference.data[place])
        all += Math.abs(difference.data[place])
      }
      expect(off).toBeLessThanOrEqual(0.01 * all + 1e-6)
    }
    expect(error).toBeLessThanOrEqual(0.01)
  })

  it('sums up for a Transformer, with the same bits for any number of threads', async () => {
    const x = input(['batch', 'time', 8])
    const lengths = input(['batch'], { type: 'int32' })
    const y = linear(last(transformerEncoder(x, { heads: 2, layers: 2, lengths, rotary: true }), { lengths }), 2)
    using model = new Model({ inputs: { x, lengths }, outputs: { y }, seed: 3 })
    const data = {
      x: { shape: [2, 6, 8], data: Float32Array.from({ length: 96 }, (_, i) => Math.sin(i * 5.1)) },
      lengths: { shape: [2], data: Int32Array.of(6, 3) },
    }
    const one = await integratedGradients(model, data, { threads: 1 })
    expect(await integratedGradients(model, data, { threads: 2 })).toEqual(one)
    expect(one.error).toBeLessThanOrEqual(0.01)
    // Steps after the length of the second row do not count.
    expect(one.inputs.x.data.slice(96 + 3 * 8, 96 + 48).every((value) => value === 0)).toBe(true)
    expect(one.inputs.x.data.slice(96, 96 + 3 * 8).every((value) => value === 0)).toBe(false)
  })

  it('names the option that is wrong', async () => {
    const x = input(['batch', 2])
    using model = new Model({ inputs: { x }, outputs: { y: linear(x, 1), z: multiply(x, constant([1], [2])) } })
    const data = { x: [[1, 2]] }
    await expect(integratedGradients(model, data, { output: 'w' })).rejects.toThrow(/outputs y, z, got "w"/)
    await expect(integratedGradients(model, data, { inputs: ['u'] })).rejects.toThrow(/depends on \(x\), got "u"/)
    await expect(integratedGradients(model, data, { baseline: { x: [[1]] } })).rejects.toThrow(/\[1 or 1, 2\]/)
    await expect(integratedGradients(model, { x: { shape: [1], data: [1] } } as never)).rejects.toMatchObject({
      code: 'ERR_TYPE',
    })
    await expect(integratedGradients(model, { x: [[1, Number.POSITIVE_INFINITY]] })).rejects.toMatchObject({
      code: 'ERR_NOT_FINITE',
      message: expect.stringMatching(/input "x" to be finite, got Infinity at index 1/),
    })
    await expect(integratedGradients(model, { ...data, w: [[1]] } as never)).rejects.toThrow(
      /\(x\), got an array named "w"/,
    )
    await expect(integratedGradients(model, data, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'ABORT_ERR',
    })
  })
})

describe('integratedGradients of a forecaster', () => {
  it('attributes the mean of each step to rows of columns, in units of the target', async () => {
    const panel = datasets.priced(2, 80, 4)
    const forecaster = dLinear({ horizon: 4, context: 12, kernel: 5, calendar: false })
    await forecaster.fit(panel, { epochs: 30, calibrate: false })
    const { features, difference, error, series } = await integratedGradients(forecaster, panel)
    expect(series).toEqual(['s0', 's1'])
    expect(error).toBeLessThanOrEqual(0.01)
    const found = Object.fromEntries(features.map((one) => [one.name, one]))
    expect(Object.keys(found)).toEqual(['y', 'price', 'rain', 'size'])
    expect(found.y).toMatchObject({ role: 'target', firstRow: -12 })
    expect(found.y.values.shape).toEqual([2, 4, 12])
    // Prices are read over the context and over the horizon.
    expect(found.price).toMatchObject({ role: 'known', firstRow: -12 })
    expect(found.price.values.shape).toEqual([2, 4, 16])
    expect(found.size.values.shape).toEqual([2, 4, 1])
    const sums = Array.from({ length: 8 }, (_, place) =>
      features.reduce((sum, { values }) => sum + sumOver(values.data, place * values.shape[2], values.shape[2]), 0),
    )
    sums.forEach((sum, place) => {
      expect(sum).toBeCloseTo(difference.data[place], 1)
    })
    // The price of the same step moves the forecast most.
    const own = (step: number) => Math.abs(found.price.values.data[step * 16 + 12 + step])
    const rain = found.rain.values.data.slice(0, 64).reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    expect(Math.max(own(0), own(1), own(2), own(3))).toBeGreaterThan(rain)
  })
})

describe('permutationImportance', () => {
  it('is large for a covariate that matters, and near 0 for noise', async () => {
    const panel = datasets.priced(3, 90, 0)
    const forecaster = dLinear({ horizon: 4, context: 12, kernel: 5, calendar: false, seed: 1 })
    await forecaster.fit(
      panel.cut((series) => panel.lengths[series] - 12),
      { epochs: 60, calibrate: false },
    )
    const progress: string[] = []
    const options = {
      repeats: 3,
      seed: 7,
      onProgress: ({ covariate }: { covariate: string }) => progress.push(covariate),
    }
    const { score, metric, covariates } = await permutationImportance(forecaster, panel, options)
    expect(metric).toBe('mae')
    expect(score).toBeGreaterThan(0)
    const found = Object.fromEntries(covariates.map((one) => [one.name, one]))
    expect(covariates[0].name).toBe('price')
    expect(found.price.importance).toBeGreaterThan(3 * Math.abs(found.rain.importance))
    expect(found.price.importance).toBeGreaterThan(2 * found.price.spread)
    expect(found.price.scores).toHaveLength(3)
    expect(progress).toEqual([...Array(3).fill('price'), ...Array(3).fill('rain'), ...Array(3).fill('size')])
    const again = await permutationImportance(forecaster, panel, { repeats: 3, seed: 7, covariates: ['price'] })
    expect(again.covariates[0].scores).toEqual(found.price.scores)
    const other = await permutationImportance(forecaster, panel, { repeats: 3, seed: 8, covariates: ['price'] })
    expect(other.covariates[0].scores).not.toEqual(found.price.scores)
    await expect(permutationImportance(forecaster, panel, { covariates: ['prize'] })).rejects.toThrow(/price.*"prize"/)
    await expect(permutationImportance(forecaster, panel, { metric: 'width80' })).rejects.toMatchObject({
      code: 'ERR_RANGE',
    })
    await expect(permutationImportance(forecaster, panel.select([0]), { covariates: ['size'] })).rejects.toThrow(
      /two series or more/,
    )
  })

  it('needs a forecaster that reads covariates', async () => {
    const panel = datasets.priced(1, 40, 0)
    await expect(permutationImportance(drift({ horizon: 4 }), panel)).rejects.toThrow(/drift, which reads none/)
  })
})
