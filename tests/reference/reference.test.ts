import { describe, expect, it } from 'vitest'
import type { Attributes } from '../../src/addon/types.ts'
import { double, type LayerCase, layerCases, opCases, type Stored, titleOf } from '../fixtures/read.ts'
import { expectClose, expectGradient, worstError } from './compare.ts'
import { linearise, sample } from './gradient.ts'
import { reference } from './index.ts'
import type { DoubleTensor } from './tensor.ts'
import type { Inputs } from './types.ts'

const sizes = { batch: 1, time: 1 }
const everything = (_: number, length: number) => sample(length, length, Math.random)
// The fixtures are doubles rounded to single precision.
const rounding = 1e-7

describe('the references agree with PyTorch', () => {
  it.each(opCases().map((stored) => [stored.kind, stored.attributes, stored] as const))(
    '%s %o',
    (kind, attributes, stored) => {
      const op = (inputs: Inputs) => reference[kind](inputs, attributes, sizes)
      const inputs = stored.inputs.map((input) => input && double(input))
      const asked = (k: number, length: number) => (stored.gradients[k] ? everything(k, length) : [])
      const point = linearise(op, inputs, stored.cotangents.map(double), asked)
      point.outputs.forEach((output, k) => {
        expectClose(`output ${k}`, output, double(stored.outputs[k]), rounding)
      })
      point.gradients.forEach((gradient, k) => {
        const expected = stored.gradients[k]
        if (gradient && expected) expectGradient(`gradient ${k}`, double(expected), gradient, rounding)
      })
    },
  )

  describe.each(['rnn_tanh', 'rnn_relu', 'gru', 'lstm'] as const)('%s', (name) => {
    const single = layerCases(name).filter(({ options }) => options.layers === 1 && !options.bidirectional)
    it.each(single.map((stored) => [titleOf(stored), stored] as const))('%s', (_, stored) => {
      const [kind, nonlinearity = 'tanh'] = name.split('_')
      const attributes: Attributes = kind === 'rnn' ? { nonlinearity } : {}
      const op = (inputs: Inputs) => reference[kind](inputs, attributes, sizes)
      const states = Object.values(stored.results)
        .slice(1)
        .map(({ shape }) => shape.slice(1))
      const cotangents = Object.values(stored.cotangents).map((cotangent, k) => reshaped(cotangent, k, states))
      const point = linearise(op, layerInputs(stored, states), cotangents, (k, length) =>
        k < 5 ? sample(length, 60, Math.random) : [],
      )
      Object.values(stored.results).forEach((result, k) => {
        expectClose(`output ${k}`, point.outputs[k], reshaped(result, k, states), rounding)
      })
      const expected = [stored.gradients.input, ...Object.values(stored.gradients.parameters)]
      expected.forEach((gradient, k) => {
        const differenced = point.gradients[k]
        if (differenced) expectGradient(`gradient ${k}`, double(gradient), differenced, rounding)
      })
    })
  })
})

/** Result k of a layer in the shape of the op's output: the states of a single layer lose their first dimension. */
const reshaped = (stored: Stored, k: number, states: number[][]): DoubleTensor =>
  double(k === 0 ? stored : { ...stored, shape: states[k - 1] })

const layerInputs = (stored: LayerCase, states: number[][]): Inputs => [
  double(stored.input),
  ...Object.values(stored.parameters).map(double),
  ...states.map((shape, k) => {
    const initial = stored.initial && Object.values(stored.initial)[k]
    return initial ? double({ ...initial, shape }) : null
  }),
  stored.lengths && double({ shape: [stored.lengths.length], data: stored.lengths }),
]

describe('central differences', () => {
  const matrix = { shape: [2, 2], data: Float64Array.of(1, 2, 3, 4) }
  const vector = { shape: [2], data: Float64Array.of(0.5, -2) }
  const seed = { shape: [2], data: Float64Array.of(1, 10) }

  it('find the gradients of a product', () => {
    const op = (inputs: Inputs) => reference.linear(inputs, {}, sizes)
    const { gradients, outputScales } = linearise(op, [vector, matrix, null], [seed], everything)
    expect(gradients[0]?.data.map((x) => Math.round(x * 1e6) / 1e6)).toEqual([31, 42])
    expect(gradients[1]?.data.map((x) => Math.round(x * 1e6) / 1e6)).toEqual([0.5, -2, 5, -20])
    // |0.5 * 1| + |-2 * 2|, once as weights and once as inputs
    expect(outputScales[0][0]).toBeCloseTo(9, 6)
  })

  it('treat an absent cotangent as zero', () => {
    const op = (inputs: Inputs) => reference.linear(inputs, {}, sizes)
    expect(linearise(op, [vector, matrix, null], [null], everything).gradients[0]?.data).toEqual([0, 0])
  })

  it('move a sample if there are many elements, including the first and the last', () => {
    const chosen = sample(1000, 12, Math.random)
    expect(chosen.length).toBeLessThanOrEqual(12)
    expect(chosen).toEqual(expect.arrayContaining([0, 999]))
  })
})

describe('a comparison', () => {
  const expected = { shape: [3], data: Float64Array.of(1, -2, 1e-9) }

  it('measures errors in units of the element or of the tensor', () => {
    expect(worstError([1, -2.2, 0], expected.data)).toMatchObject({ element: 1 })
    expect(worstError([1, -2.2, 0], expected.data).error).toBeCloseTo(0.1, 9)
  })

  it.each([
    ['a wrong sign', [1, 2, 0]],
    ['NaN', [1, -2, Number.NaN]],
    ['another length', [1, -2]],
  ])('refuses %s', (_, data) => {
    expect(() => expectClose('y', { shape: [3], data }, expected, 1e-3)).toThrow('y')
  })

  it('refuses another shape', () => {
    expect(() => expectClose('y', { shape: [1, 3], data: expected.data }, expected, 1)).toThrow('Expected shape [3]')
  })
})
