// Layers of papers, compared with their equations step by step in PyTorch, and with themselves as a stream.

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { input, Model, minGru, mse, sLstm, type Tensor, type Value } from '../../src/nn/index.ts'
import { double, type Stored, type StoredTensors } from '../fixtures/read.ts'
import { tolerance } from '../ops/check.ts'
import { expectClose } from '../reference/compare.ts'

interface LayerCase {
  readonly layer: 'minGru' | 'sLstm'
  readonly options: { readonly hiddenSize: number }
  readonly input: Stored
  readonly parameters: StoredTensors
  readonly output: Stored
  readonly target: Stored
  /** By `x`, and by the parameters. */
  readonly gradients: StoredTensors
}

const path = new URL('../fixtures/recurrent_layers.json', import.meta.url)
const cases = JSON.parse(readFileSync(path, 'utf8')) as LayerCase[]
const builders = { minGru, sLstm }

const tensor = ({ shape, data }: Stored): Tensor => ({ shape, data: Float32Array.from(data) })
const tensors = (stored: StoredTensors) =>
  Object.fromEntries(Object.entries(stored).map(([name, value]) => [name, tensor(value)]))

function partsOf({ layer, options }: LayerCase) {
  const x = input(['batch', 'time', 3])
  const target = input(['batch', 'time', options.hiddenSize])
  const { output } = builders[layer](x, { ...options, name: 'layer' })
  return { x, target, output, loss: mse(output as Value, target as Value) }
}

describe.each(cases.map((one, i) => [one.layer, i, one] as const))('%s, case %i', (_, __, stored) => {
  it('has the outputs and the gradients of its equations', async () => {
    const { x, target, output, loss } = partsOf(stored)
    using model = new Model({ inputs: { x, target }, outputs: { output }, loss })
    expect(Object.keys(model.parameters).sort()).toEqual(Object.keys(stored.parameters).sort())
    model.loadParameters(tensors(stored.parameters))
    const data = { x: tensor(stored.input), target: tensor(stored.target) }
    expectClose('output', (await model.predict(data)).output, double(stored.output), tolerance.forward)
    const gradients = await model.gradients(data, { inputs: ['x'] })
    for (const [name, value] of Object.entries({ ...gradients.parameters, x: gradients.inputs.x }))
      expectClose(`gradient by ${name}`, value, double(stored.gradients[name]), tolerance.backward)
  })

  it('gives the same outputs as a stream, one step at a time', async () => {
    const { x, output } = partsOf(stored)
    using model = new Model({ inputs: { x }, outputs: { output } })
    model.loadParameters(tensors(stored.parameters))
    const [batch, steps, features] = stored.input.shape
    const { hiddenSize } = stored.options
    using stream = model.stream({ batch })
    for (let t = 0; t < steps; t++) {
      const now = Array.from({ length: batch }, (_, b) =>
        stored.input.data.slice((b * steps + t) * features, (b * steps + t + 1) * features),
      )
      const { output } = stream.step({ x: now })
      for (let b = 0; b < batch; b++)
        for (let j = 0; j < hiddenSize; j++)
          expect(output.data[b * hiddenSize + j]).toBeCloseTo(stored.output.data[(b * steps + t) * hiddenSize + j], 5)
    }
  })
})

describe('sLstm', () => {
  it('has finite outputs and gradients where exponential gates would overflow', async () => {
    const x = input(['batch', 'time', 1])
    const { output, cell, normaliser } = sLstm(x, { hiddenSize: 4, forget: 'exponential' })
    const target = input(['batch', 'time', 4])
    using model = new Model({ inputs: { x, target }, outputs: { output, cell, normaliser }, loss: mse(output, target) })
    const steps = [1000, -1000, 500, 0, 2000, -2000, 100]
    const data = { x: [steps.map((value) => [value])], target: [steps.map(() => [0, 0, 0, 0])] }
    const result = await model.predict(data)
    for (const { data } of Object.values(result)) expect(data.every(Number.isFinite)).toBe(true)
    expect(Math.max(...result.output.data.map(Math.abs))).toBeLessThanOrEqual(1)
    const { parameters } = await model.gradients(data)
    for (const { data } of Object.values(parameters)) expect(data.every(Number.isFinite)).toBe(true)
  })

  it('continues from a state that it gave', async () => {
    const size = { hiddenSize: 4, heads: 2, name: 'layer' } as const
    const x = input(['batch', 'time', 2])
    const parts = ['hidden', 'cell', 'normaliser', 'stabiliser'] as const
    const { output, ...last } = sLstm(x, size)
    using from = new Model({ inputs: { x }, outputs: { output, ...last } })
    const given = Object.fromEntries(parts.map((part) => [part, input(['batch', 4])])) as Record<
      (typeof parts)[number],
      Value<['batch', 4]>
    >
    const y = input(['batch', 'time', 2])
    const next = sLstm(y, { ...size, initial: given })
    using on = new Model({ inputs: { y, ...given }, outputs: { output: next.output } })
    on.loadParameters(from.parameters)
    const steps = Array.from({ length: 10 }, (_, t) => [Math.sin(t), Math.cos(2 * t)])
    const whole = await from.predict({ x: [steps] })
    const { output: _, ...state } = await from.predict({ x: [steps.slice(0, 6)] })
    const rest = await on.predict({ y: [steps.slice(6)], ...state } as never)
    rest.output.data.forEach((value, i) => {
      expect(value).toBeCloseTo(whole.output.data[24 + i], 6)
    })
  })

  it('refuses heads that do not divide its units, and a part of a state', () => {
    const x = input(['batch', 'time', 2])
    expect(() => sLstm(x, { hiddenSize: 6, heads: 4 })).toThrow('heads to divide hiddenSize 6, got 4')
    expect(() => sLstm(x, { hiddenSize: 6, initial: { hidden: input(['batch', 6]) } })).toThrow('cell')
  })
})
