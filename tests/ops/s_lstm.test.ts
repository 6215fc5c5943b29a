// sLstm over threads, batches and heads. Its equations are tested with those of the other ops.
import { describe, expect, it } from 'vitest'
import { runCase } from './run.ts'
import { type Case, Values } from './values.ts'

const [batch, time, heads, size] = [70, 9, 3, 7]
const units = heads * size

function make(seed = 3): Case & { cotangents: ReturnType<Values['uniform']>['tensor'][] } {
  const values = new Values(seed, { batch, time })
  const state = () => values.uniform([batch, units])
  const inputs = [
    values.uniform([batch, time, 4 * units]),
    values.uniform([4 * units, size], -0.4, 0.4),
    ...[state(), state(), values.uniform([batch, units], 1, 2), state()],
  ]
  const cotangents = [values.uniform([batch, time, units]).tensor, ...[0, 1, 2, 3].map(() => state().tensor)]
  return { kind: 'sLstm', inputs, cotangents }
}
const run = (test: ReturnType<typeof make>, threads = 1) =>
  runCase(test, { asParameter: test.inputs.map((_, k) => k === 1), cotangents: test.cotangents, threads })

describe('sLstm', () => {
  it('gives the same bits on 1, 2, 3 and 4 threads', async () => {
    const test = make()
    const [first, ...others] = await Promise.all([1, 2, 3, 4].map((threads) => run(test, threads)))
    for (const other of others) expect(other).toEqual(first)
  })

  it('keeps the heads apart: the units of one do not depend on the gates of another', async () => {
    const test = make()
    const before = await run(test)
    const x = test.inputs[0]?.tensor.data as Float64Array
    // The sums of all four gates of the first head, at every step.
    for (let row = 0; row < batch * time; row++)
      for (let gate = 0; gate < 4; gate++) x.fill(0.5, (row * 4 + gate) * units, (row * 4 + gate) * units + size)
    const after = await run(test)
    const last = (outputs: typeof before.outputs, from: number, to: number) =>
      Array.from({ length: batch }, (_, b) => [...outputs[1].data.subarray(b * units + from, b * units + to)])
    expect(last(after.outputs, size, units)).toEqual(last(before.outputs, size, units))
    expect(last(after.outputs, 0, size)).not.toEqual(last(before.outputs, 0, size))
  })

  it.each([
    ['units that are no four gates', [2, 3, 10], [10, 5], 'x [batch, time, 4 * hidden]'],
    ['weights of other units', [2, 3, 8], [12, 2], 'weight_hh to be [8, hidden / heads]'],
    ['heads that do not divide the units', [2, 3, 24], [24, 4], 'the units of a head, 4, to divide 6 hidden units'],
  ])('refuses %s', async (_, x, weight, message) => {
    const values = new Values(1, { batch: 2, time: 3 })
    const inputs = [values.uniform(x), values.uniform(weight)]
    await expect(runCase({ kind: 'sLstm', inputs }, { asParameter: [false, true], cotangents: [] })).rejects.toThrow(
      message,
    )
  })
})
