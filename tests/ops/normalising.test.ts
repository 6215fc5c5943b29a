import { describe, expect, it } from 'vitest'
import { runCase } from './run.ts'
import { Values } from './values.ts'

describe('layerNorm', () => {
  it('gives the shift if all numbers of a row are equal', async () => {
    const values = new Values(1, { batch: 2, time: 1 })
    const [x, gain, shift] = [values.value(['batch', 17], () => 0.3), values.uniform([17]), values.uniform([17])]
    const test = { kind: 'layerNorm', inputs: [x, gain, shift] }
    const { outputs } = await runCase(test, {
      asParameter: [false, true, true],
      cotangents: [values.uniform([2, 17]).tensor],
    })
    outputs[0].data.forEach((value, i) => {
      expect(value).toBeCloseTo(shift.tensor.data[i % 17], 4)
    })
  })

  it('keeps its precision far from zero', async () => {
    const values = new Values(1, { batch: 3, time: 1 })
    const far = values.value(['batch', 33], () => 1000 + values.between(-1.5, 1.5))
    const near = values.given(
      ['batch', 33],
      Array.from(far.tensor.data, (x) => x - 1000),
    )
    const run = async (x: typeof far) =>
      (await runCase({ kind: 'layerNorm', inputs: [x] }, { asParameter: [false], cotangents: [null] })).outputs[0].data
    const [a, b] = [await run(far), await run(near)]
    // In single precision the mean of numbers near 1000 has an error of about 3e-5, and so have the outputs.
    a.forEach((value, i) => {
      expect(Math.abs(value - b[i])).toBeLessThan(2e-4)
    })
  })
})

describe('softmax', () => {
  it('is finite for numbers far beyond the range of exp', async () => {
    const values = new Values(1, { batch: 2, time: 1 })
    const x = values.given(['batch', 3], [1e30, -1e30, 1e4, 1e4, 1e4, -1e30])
    const cotangents = [values.uniform([2, 3]).tensor]
    const { outputs, gradients } = await runCase({ kind: 'softmax', inputs: [x] }, { asParameter: [false], cotangents })
    expect(Array.from(outputs[0].data)).toEqual([1, 0, 0, 0.5, 0.5, 0])
    expect(gradients[0]?.data.every(Number.isFinite)).toBe(true)
  })
})
