// Layers of papers, compared with their equations step by step in PyTorch, and with themselves as a stream.

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { input, last, Model, minGru, mse, sLstm, type Tensor, type Value } from '../../src/nn/index.ts'
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

describe.each([
  ['sLstm', 'lstm'],
  ['minGru', 'gru'],
] as const)('%s', (layer, other) => {
  const x = input(['batch', 'time', 2])
  const lengths = input(['batch'], { type: 'int32' })

  it('refuses lengths and reverse, and says what to use instead', () => {
    const build = (options: object) => () => builders[layer](x, { hiddenSize: 2, ...options })
    const refused = (option: string, instead: string) =>
      `Expected no ${option} of ${layer}, which reads all steps in their order, got one. ${instead}, or use ${other}, ` +
      `which has the option ${option}`
    const ofLast = 'For the output after the last valid step of each row, use last(output, { lengths })'
    expect(build({ lengths })).toThrow(refused('lengths', ofLast))
    expect(build({ reverse: true })).toThrow(refused('reverse', 'Give it the steps in reverse order'))
  })

  it('has the output of the last valid step by last, whatever the later steps are', async () => {
    const { output } = builders[layer](x, { hiddenSize: 2 })
    using model = new Model({ inputs: { x, lengths }, outputs: { state: last(output, { lengths }) } })
    const row = (end: number) => [1, 2, 3, 4].map((t) => (t <= 2 ? [t, -t] : [end, end]))
    const { state } = await model.predict({ x: [row(7), row(-7)], lengths: [2, 2] })
    const { data } = (await model.predict({ x: [row(0).slice(0, 2)], lengths: [2] })).state
    expect([...state.data]).toEqual([...data, ...data])
  })
})
