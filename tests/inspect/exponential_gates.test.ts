// Gates and states of sLstm and minGru. The op gives its output at every step and its last state; the gates that inspect
// computes lead to the same output at every step, and to the same last state.
import { describe, expect, it } from 'vitest'
import * as forecast from '../../src/index.ts'
import { inspect } from '../../src/inspect/index.ts'
import { input, linear, Model, minGru, multiply, scan, sigmoid, sLstm, type Tensor } from '../../src/nn/index.ts'
import { generator } from '../ops/values.ts'
import { expectClose } from '../reference/compare.ts'
import type { DoubleTensor } from '../reference/tensor.ts'
import { datasets } from './panels.ts'

const [batch, steps, units] = [3, 12, 6]
/** As a share of the largest value of an array: single precision over the steps of one sequence. */
const tolerance = 2e-6

function random(shape: number[], seed: number, size = 1): Tensor {
  const next = generator(seed)
  const count = shape.reduce((product, length) => product * length, 1)
  return { shape, data: Float32Array.from({ length: count }, () => size * (2 * next() - 1)) }
}

/** The numbers of `value(sample, step, unit)`. */
const sequence = (value: (sample: number, step: number, unit: number) => number): DoubleTensor => ({
  shape: [batch, steps, units],
  data: Float64Array.from({ length: batch * steps * units }, (_, i) =>
    value(Math.floor(i / (steps * units)), Math.floor(i / units) % steps, i % units),
  ),
})

const at = (sample: number, step: number, unit: number) => (sample * steps + step) * units + unit

/** The state after the last step of each sample. */
const lastOf = (data: ArrayLike<number>): DoubleTensor => ({
  shape: [batch, units],
  data: Float64Array.from({ length: batch * units }, (_, i) => data[at(Math.floor(i / units), steps - 1, i % units)]),
})

const stateNames = ['hidden', 'cell', 'normaliser', 'stabiliser'] as const

describe.each([
  { heads: 1, forget: 'sigmoid', isGiven: false },
  { heads: 2, forget: 'exponential', isGiven: false },
  { heads: 3, forget: 'sigmoid', isGiven: true },
] as const)('inspect of an sLstm: $heads heads, $forget forget gate, initial state: $isGiven', (options) => {
  const { isGiven, ...size } = options
  async function inside() {
    const x = input(['batch', 'time', 2])
    const initial = {
      hidden: input(['batch', units]),
      cell: input(['batch', units]),
      normaliser: input(['batch', units]),
      stabiliser: input(['batch', units]),
    }
    const layer = sLstm(x, { hiddenSize: units, name: 'cell', ...size, ...(isGiven ? { initial } : {}) })
    using model = new Model({ inputs: { x, ...(isGiven ? initial : {}) }, outputs: { ...layer }, seed: 1 })
    // Weights that make the state matter: the first ones are small.
    model.loadParameters({
      ...model.parameters,
      'cell.weight_hh': random([4 * units, units / size.heads], 3, 2),
      'cell.weight_ih': random([4 * units, 2], 4, 2),
    })
    const given = Object.fromEntries(stateNames.map((name, i) => [name, random([batch, units], 5 + i)]))
    const normaliser = { ...given.normaliser, data: given.normaliser.data.map((value) => 1 + Math.abs(value)) }
    const data = { x: random([batch, steps, 2], 2, 2), ...(isGiven ? { ...given, normaliser } : {}) }
    const { gates, states, saturation } = await inspect(model, data)
    return { gates: gates.cell, states: states.cell, saturation, result: await model.predict(data), data }
  }

  it('has the gates that lead to the output of the op at every step', async () => {
    const { gates, states, result } = await inside()
    expect(Object.keys(gates)).toEqual(['input', 'forget', 'candidate', 'output'])
    expect(Object.keys(states)).toEqual([...stateNames])
    expect(states.hidden.data).toEqual(result.output.data)
    const hidden = sequence((sample, step, unit) => {
      const i = at(sample, step, unit)
      return (gates.output.data[i] * states.cell.data[i]) / states.normaliser.data[i]
    })
    expectClose('output', result.output, hidden, tolerance)
  })

  it('has the last state of the op', async () => {
    const { states, result } = await inside()
    for (const name of stateNames) expectClose(name, result[name], lastOf(states[name].data), tolerance)
  })

  it('has scaled gates of which the larger is 1, and states that follow from them', async () => {
    const { gates, states, data } = await inside()
    const before = (name: 'cell' | 'normaliser', sample: number, step: number, unit: number): number => {
      if (step > 0) return states[name].data[at(sample, step - 1, unit)]
      return name in data ? (data as Record<string, Tensor>)[name].data[sample * units + unit] : 0
    }
    gates.input.data.forEach((value, i) => {
      expect(Math.max(value, gates.forget.data[i])).toBe(1)
      expect(Math.min(value, gates.forget.data[i])).toBeGreaterThanOrEqual(0)
    })
    const next = (name: 'cell' | 'normaliser', written: (i: number) => number) =>
      sequence((sample, step, unit) => {
        const i = at(sample, step, unit)
        return gates.forget.data[i] * before(name, sample, step, unit) + gates.input.data[i] * written(i)
      })
    expectClose(
      'cell',
      states.cell,
      next('cell', (i) => gates.candidate.data[i]),
      tolerance,
    )
    expectClose(
      'normaliser',
      states.normaliser,
      next('normaliser', () => 1),
      tolerance,
    )
    expect(gates.forget.data.some((value) => value > 0 && value < 1)).toBe(true)
    expect(gates.input.data.some((value) => value < 1)).toBe(true)
  })
})

describe('inspect of a minGru', () => {
  it('has the gates that lead to the output of the layer at every step', async () => {
    const x = input(['batch', 'time', 2])
    const hidden = input(['batch', units])
    const layer = minGru(x, { hiddenSize: units, name: 'cell', initial: { hidden } })
    using model = new Model({ inputs: { x, hidden }, outputs: { output: layer.output } })
    const data = { x: random([batch, steps, 2], 2, 2), hidden: random([batch, units], 3) }
    const { gates, states, saturation } = await inspect(model, data)
    expect(Object.keys(gates.cell)).toEqual(['update', 'candidate'])
    expect(Object.keys(states.cell)).toEqual(['hidden'])
    // The candidate has no bounds, so it does not saturate.
    expect(Object.keys(saturation.cell)).toEqual(['update'])
    const { output } = await model.predict(data)
    expect(states.cell.hidden.data).toEqual(output.data)
    const expected = sequence((sample, step, unit) => {
      const i = at(sample, step, unit)
      const before = step > 0 ? output.data[i - units] : data.hidden.data[sample * units + unit]
      const update = gates.cell.update.data[i]
      return (1 - update) * before + update * gates.cell.candidate.data[i]
    })
    expectClose('output', output, expected, tolerance)
  })

  it('is not seen in a scan of other factors', async () => {
    const x = input(['batch', 'time', 2])
    const { output } = scan(sigmoid(x), multiply(x, x))
    using model = new Model({ inputs: { x }, outputs: { output: linear(output, 1) } })
    expect((await inspect(model, { x: random([batch, steps, 2], 2) })).gates).toEqual({})
  })
})

describe('inspect of a fitted forecaster', () => {
  const size = { horizon: 3, hiddenSize: 6, layers: 2, context: 12, calendar: false } as const
  const kinds = {
    sLstm: { make: () => forecast.sLstm(size), states: [...stateNames] },
    minGru: { make: () => forecast.minGru(size), states: ['hidden'] },
  }

  it.each(['sLstm', 'minGru'] as const)(
    '%s has gates and states of both layers, of encoder and decoder',
    async (kind) => {
      const panel = datasets.priced(2, 60, 3)
      using forecaster = kinds[kind].make()
      await forecaster.fit(panel, { epochs: 2, calibrate: false })
      const { gates, states } = await inspect(forecaster, panel)
      expect(Object.keys(gates)).toEqual([0, 1, 2, 3].map((i) => `${kind}${i}`))
      const steps = Object.values(states).map(({ hidden }) => hidden.shape[1])
      expect(steps).toEqual([12, 12, 3, 3])
      for (const layer of Object.values(states)) {
        expect(Object.keys(layer)).toEqual(kinds[kind].states)
        for (const { data } of Object.values(layer)) expect(data.every(Number.isFinite)).toBe(true)
      }
    },
  )
})
