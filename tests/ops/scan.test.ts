// The scan in parallel pieces, compared with the recurrence step by step.
import { describe, expect, it } from 'vitest'
import { runCase } from './run.ts'
import { type Case, Values } from './values.ts'

const sizes = { batch: 3, time: 100 }
const features = 5

function make(batch: number, time: number): Case & { cotangents: ReturnType<Values['uniform']>['tensor'][] } {
  const values = new Values(5, { ...sizes, batch, time })
  const shape = [batch, time, features]
  const inputs = [values.uniform(shape, 0, 1), values.uniform(shape), values.uniform([batch, features])]
  const cotangents = [values.uniform(shape).tensor, values.uniform([batch, features]).tensor]
  return { kind: 'scan', inputs, cotangents }
}
const run = (test: ReturnType<typeof make>, threads = 1) =>
  runCase(test, { asParameter: [false, false, false], cotangents: test.cotangents, threads })

/** One step after another, in float32. */
function stepwise({ inputs }: Case, batch: number, time: number): Float32Array {
  const [a, b, first] = inputs.map((value) => value?.tensor.data as Float64Array)
  const h = new Float32Array(batch * time * features)
  for (let row = 0; row < batch; row++)
    for (let t = 0; t < time; t++)
      for (let j = 0; j < features; j++) {
        const at = (row * time + t) * features + j
        const before = t > 0 ? h[at - features] : first[row * features + j]
        h[at] = a[at] * before + b[at]
      }
  return h
}

describe('scan', () => {
  it.each([1, 20, 32])('has the values of the recurrence in sequences of %i steps', async (time) => {
    const test = make(3, time)
    const { outputs } = await run(test)
    stepwise(test, 3, time).forEach((value, i) => {
      expect(outputs[0].data[i]).toBeCloseTo(value, 6)
    })
  })

  it.each([33, 64, 100, 1000])('joins the pieces of %i steps to the values of the recurrence', async (time) => {
    const test = make(2, time)
    const { outputs } = await run(test)
    const expected = stepwise(test, 2, time)
    expected.forEach((value, i) => {
      expect(outputs[0].data[i]).toBeCloseTo(value, 5)
    })
    expect(Array.from(outputs[1].data.subarray(0, features))).toEqual(
      Array.from(outputs[0].data.subarray((time - 1) * features, time * features)),
    )
  })

  it('gives a row the same bits alone and in a batch, on any number of threads', async () => {
    const test = make(5, 100)
    const [first, ...others] = await Promise.all([1, 2, 3, 4].map((threads) => run(test, threads)))
    for (const other of others) expect(other).toEqual(first)
    const alone = make(5, 100)
    const cut = alone.inputs.map((value) => {
      const { shape, data } = value?.tensor ?? { shape: [], data: new Float64Array() }
      const own = [...data.subarray(0, data.length / 5)]
      return new Values(0, { batch: 1, time: 100 }).given([1, ...shape.slice(1)], own)
    })
    const single = await run({ ...alone, inputs: cut, cotangents: make(1, 100).cotangents })
    expect(Array.from(single.outputs[0].data)).toEqual(Array.from(first.outputs[0].data.subarray(0, 100 * features)))
  })

  it('forgets everything before a factor of 0', async () => {
    const test = make(1, 40)
    const [a] = test.inputs
    a?.tensor.data.fill(0, 35 * features, 36 * features)
    const { outputs } = await run(test)
    const b = test.inputs[1]?.tensor.data as Float64Array
    expect(Array.from(outputs[0].data.subarray(35 * features, 36 * features))).toEqual(
      Array.from(b.subarray(35 * features, 36 * features)),
    )
  })
})
