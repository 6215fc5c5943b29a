// Losses of several parts, and learning rates that are schedules.
import { describe, expect, it } from 'vitest'
import {
  adam,
  cosineDecay,
  input,
  linear,
  Model,
  mae,
  mse,
  oneCycle,
  sgd,
  stepDecay,
  sumOfLosses,
} from '../../src/nn/index.ts'

const x = input(['batch', 2])
const a = input(['batch', 1])
const b = input(['batch', 1])
const mask = input(['batch', 1])
const first = linear(x, 1)
const second = linear(x, 1)
const data = {
  x: [
    [1, 2],
    [3, -1],
    [0.5, 0],
  ],
  a: [[1], [2], [3]],
  b: [[0], [1], [-1]],
  mask: [[1], [0], [1]],
}

describe('sumOfLosses', () => {
  const parts = [mse(first, a), mae(second, b, { mask })]
  const make = (factors?: number[]) =>
    new Model({
      inputs: { x, a, b, mask },
      outputs: { first, second },
      loss: sumOfLosses(parts, factors && { factors }),
      metrics: { level: parts[0], other: parts[1] },
      seed: 4,
    })

  it('is the sum of factor times loss, in evaluation and in its gradient', async () => {
    using model = make([2, 0.5])
    const { loss, level, other } = await model.evaluate(data)
    expect(loss).toBeCloseTo(2 * level + 0.5 * other, 6)
    const { parameters } = await model.gradients(data)
    using alone = make([1, 0])
    const one = await alone.gradients(data)
    expect(parameters['linear0.weight'].data[0]).toBeCloseTo(2 * one.parameters['linear0.weight'].data[0], 5)
    expect(one.parameters['linear1.weight'].data).toEqual(new Float32Array(2))
    expect(parameters['linear1.weight'].data[1]).not.toBe(0)
  })

  it('trains every part', async () => {
    using model = make()
    const before = await model.evaluate(data)
    await model.fit(data, { epochs: 60, optimizer: adam({ learningRate: 0.05 }) })
    const after = await model.evaluate(data)
    expect(after.level).toBeLessThan(before.level)
    expect(after.other).toBeLessThan(before.other)
  })

  it('refuses other factors and other values', () => {
    expect(() => sumOfLosses(parts, { factors: [1] })).toThrow(/2 losses and 1 factors/)
    expect(() => sumOfLosses([])).toThrow(/0 losses/)
    expect(() => sumOfLosses(parts, { factors: [1, -1] })).toThrow(/from 0/)
    expect(() => sumOfLosses([first as never])).toThrow(/to be losses.*index 0/)
  })
})

describe('a learning rate that is a schedule', () => {
  const few = { x: data.x, a: data.a }
  const make = () => new Model({ inputs: { x, a }, outputs: { first }, loss: mse(first, a) })

  it('trains as the same schedule beside the rate', async () => {
    using one = make()
    using other = make()
    const options = { epochs: 4, batchSize: 2 }
    const { epochs } = await one.fit(few, { ...options, optimizer: sgd({ learningRate: cosineDecay({ from: 0.1 }) }) })
    const beside = await other.fit(few, { ...options, optimizer: sgd({ learningRate: 0.1 }), schedule: cosineDecay() })
    expect(epochs).toEqual(beside.epochs)
    expect(epochs[3].learningRate).toBeLessThan(epochs[0].learningRate)
    expect(one.parameters).toEqual(other.parameters)
  })

  it('is the only schedule', async () => {
    using model = make()
    const optimizer = adam({ learningRate: stepDecay({ every: 1, factor: 0.5 }) })
    await expect(model.fit(few, { optimizer, schedule: oneCycle() })).rejects.toMatchObject({
      code: 'ERR_RANGE',
      message: /one schedule.*oneCycle.*step/,
    })
    await expect(model.fit(few, { schedule: cosineDecay({ from: 0.1 }) })).rejects.toThrow(/from: 0.1.*learningRate/)
  })
})
