// Gates, states, gradients and attributions of recurrent layers, compared with PyTorch's.
import { describe, expect, it } from 'vitest'
import { inspect, integratedGradients, type NamedArray } from '../../src/inspect/index.ts'
import { input, last, linear, lstm, Model, mse } from '../../src/nn/index.ts'
import { type CellCase, cellCases } from '../fixtures/read.ts'
import { expectNear, ids, modelOf, tensor } from './cell_models.ts'

describe('the inside of a recurrent layer agrees with PyTorch', () => {
  const title = ({ kind, options, lengths }: CellCase) =>
    `${kind}${options.reset === 'before' ? ', reset before' : ''}${options.reverse ? ', reversed' : ''}${lengths ? ', lengths' : ''}`

  it.each(cellCases().map((stored) => [title(stored), stored] as const))('%s', async (_, stored) => {
    using model = modelOf(stored)
    const states = Object.fromEntries(Object.entries(stored.initial).map(([name, value]) => [name, tensor(value)]))
    const lengths = stored.lengths ? { lengths: ids(stored.lengths) } : {}
    const inside = await inspect(model, { x: tensor(stored.input), y: tensor(stored.target), ...states, ...lengths })
    expect(Object.keys(inside.gates.cell).sort()).toEqual(Object.keys(stored.gates).sort())
    for (const [name, value] of Object.entries(stored.gates)) expectNear(inside.gates.cell[name], value)
    expect(Object.keys(inside.states.cell).sort()).toEqual(Object.keys(stored.states).sort())
    for (const [name, value] of Object.entries(stored.states)) expectNear(inside.states.cell[name], value)
    expectNear(inside.gradientNorms.cell, stored.gradientNorms)
    expectNear(inside.connectivity?.x as NamedArray, stored.connectivity)
    expect(inside.gates.cell.candidate.axes).toEqual(['sample', 'step', 'unit'])
  })

  it.each(cellCases().map((stored) => [title(stored), stored] as const))(
    'has its attributions: %s',
    async (_, stored) => {
      using model = modelOf(stored)
      const states = Object.fromEntries(Object.entries(stored.initial).map(([name, value]) => [name, tensor(value)]))
      const lengths = stored.lengths ? { lengths: ids(stored.lengths) } : {}
      const data = { x: tensor(stored.input), ...states, ...lengths }
      const { inputs, error } = await integratedGradients(model, data, { inputs: ['x'], tolerance: 1e-4 })
      expect(error).toBeLessThanOrEqual(1e-4)
      expect(inputs.x.shape).toEqual(stored.integrated.shape)
      stored.integrated.data.forEach((value, i) => {
        expect(Math.abs(inputs.x.data[i] - value), `element ${i}`).toBeLessThan(5e-4)
      })
    },
  )

  it('has gates whose saturation is the share of steps and units', async () => {
    const [stored] = cellCases()
    using model = modelOf(stored)
    const states = Object.fromEntries(Object.entries(stored.initial).map(([name, value]) => [name, tensor(value)]))
    const { saturation } = await inspect(model, { x: tensor(stored.input), ...states })
    for (const [name, { data }] of Object.entries(stored.gates)) {
      const share = (counts: (value: number) => boolean) => data.filter(counts).length / data.length
      expect(saturation.cell[name].high).toBeCloseTo(
        share((value) => value > 0.9),
        10,
      )
      expect(saturation.cell[name].low).toBeCloseTo(
        share((value) => value < (name === 'candidate' ? -0.9 : 0.1)),
        10,
      )
    }
  })

  it('has no gradient of the loss without the targets', async () => {
    const [stored] = cellCases()
    using model = modelOf(stored)
    const states = Object.fromEntries(Object.entries(stored.initial).map(([name, value]) => [name, tensor(value)]))
    const { gradientNorms } = await inspect(model, { x: tensor(stored.input), ...states })
    expect(gradientNorms).toEqual({})
  })

  it('does not depend on the number of samples that run at a time', async () => {
    const x = input(['batch', 'time', 2])
    const y = input(['batch', 1])
    const mask = input(['batch', 1])
    const forecast = linear(last(lstm(x, { hiddenSize: 3 }).output), 1)
    using model = new Model({ inputs: { x, y, mask }, outputs: { forecast }, loss: mse(forecast, y, { mask }) })
    const samples = 150
    const wave = (i: number) => Math.sin(i * 12.9898) * 2
    const data = {
      x: { shape: [samples, 4, 2], data: Float32Array.from({ length: samples * 8 }, (_, i) => wave(i)) },
      y: { shape: [samples, 1], data: Float32Array.from({ length: samples }, (_, i) => wave(i + 0.5)) },
      mask: { shape: [samples, 1], data: Float32Array.from({ length: samples }, (_, i) => (i % 3 ? 1 : 0)) },
    }
    const inside = await inspect(model, data)
    const { hiddenNorms } = await model.gradients(data)
    hiddenNorms.lstm0.forEach((norm, step) => {
      expect(inside.gradientNorms.lstm0.data[step]).toBeCloseTo(norm, 5)
    })
    const row = { x: { shape: [1, 4, 2], data: data.x.data.slice(8 * 149) } }
    const alone = await inspect(model, row)
    expect(inside.gates.lstm0.forget.data.slice(-12)).toEqual(alone.gates.lstm0.forget.data)
    expect(inside.connectivity?.x.data.slice(-4)).toEqual(alone.connectivity?.x.data)
  })
})
