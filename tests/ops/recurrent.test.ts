import { describe, expect, it } from 'vitest'
import { reference } from '../reference/index.ts'
import { type Kind, kinds, recurrentInputs } from './cases/recurrent.ts'
import { runCase } from './run.ts'
import { type Case, Values } from './values.ts'

describe.each<Kind>(['rnn', 'lstm', 'gru'])('%s over rows of different lengths', (kind) => {
  const everything = { biasIh: true, biasHh: true, hidden: true, cell: true, lengths: true }
  const size = { batch: 5, time: 6, symbolic: true, I: 3, H: 17, present: everything }
  const lengths = [0, 6, 1, 3, 6]
  const stateCount = kinds[kind].states
  const shapes = [[5, 6, 17], ...Array.from({ length: stateCount }, () => [5, 17])]

  const make = (reverse: boolean): Case => {
    const values = new Values(7, size)
    const given = values.given(['batch'], lengths, 'int32')
    return { kind, attributes: { reverse }, inputs: recurrentInputs(kind, values, size).with(-1, given) }
  }
  const run = (test: Case, cotangents = shapes.map((shape) => new Values(3, size).uniform(shape).tensor)) =>
    runCase(test, { asParameter: test.inputs.map((_, k) => k >= 1 && k <= 4), cotangents })

  it.each([false, true])('puts out zeros after the end of a row (reverse: %s)', async (reverse) => {
    const { outputs } = await run(make(reverse))
    lengths.forEach((length, b) => {
      const after = outputs[0].data.subarray((b * 6 + length) * 17, (b + 1) * 6 * 17)
      expect(after.every((value) => value === 0)).toBe(true)
    })
  })

  it('keeps the states it was given on a row of length 0', async () => {
    const test = make(false)
    const { outputs } = await run(test)
    for (let k = 0; k < stateCount; k++) {
      const given = test.inputs[5 + k]?.tensor.data.slice(0, 17) as Float64Array
      expect(Array.from(outputs[1 + k].data.subarray(0, 17))).toEqual(Array.from(given))
    }
  })

  it.each([false, true])('reads nothing after the end of a row (reverse: %s)', async (reverse) => {
    const test = make(reverse)
    const before = await run(test)
    const x = test.inputs[0]?.tensor.data as Float64Array
    lengths.forEach((length, b) => {
      x.fill(Number.NaN, (b * 6 + length) * 3, (b + 1) * 6 * 3)
    })
    const after = await run(test)
    expect(after.outputs).toEqual(before.outputs)
    expect(after.gradients).toEqual(before.gradients)
  })

  it('gives the gradient of a final state to the given state on a row of length 0', async () => {
    const { gradients } = await run(make(false))
    for (let k = 0; k < stateCount; k++) {
      const cotangent = new Values(3, size).uniform(shapes[1 + k]).tensor.data.slice(0, 17)
      expect(Array.from(gradients[5 + k]?.data.subarray(0, 17) ?? [])).toEqual(Array.from(cotangent))
    }
  })

  it('gives the same bits on 1, 2, 3 and 4 threads', async () => {
    const values = new Values(11, { batch: 33, time: 5 })
    const big = { batch: 33, time: 5, symbolic: true, I: 9, H: 31, present: everything }
    const test: Case = { kind, attributes: {}, inputs: recurrentInputs(kind, values, big) }
    const tensors = test.inputs.map((value) => value?.tensor ?? null)
    const cotangents = reference[kind](tensors, {}, big).map(({ shape }) => values.uniform(shape).tensor)
    const asParameter = test.inputs.map((_, k) => k >= 1 && k <= 4)
    const [first, ...others] = await Promise.all(
      [1, 2, 3, 4].map((threads) => runCase(test, { asParameter, cotangents, threads })),
    )
    for (const other of others) expect(other).toEqual(first)
  })
})

describe('recurrent ops', () => {
  it.each([7, -1, 2 ** 31 - 1])('refuse a length of %d in 6 steps', async (wrong) => {
    const values = new Values(1, { batch: 3, time: 6 })
    const [x, W, R] = [values.uniform(['batch', 'time', 2]), values.uniform([4, 2]), values.uniform([4, 4])]
    const lengths = values.given(['batch'], [1, wrong, 6], 'int32')
    const test: Case = { kind: 'rnn', inputs: [x, W, R, null, null, null, lengths] }
    const cotangents = [null, values.uniform([3, 4]).tensor]
    const asParameter = [false, true, true]
    await expect(runCase(test, { asParameter, cotangents })).rejects.toMatchObject({ code: 'ERR_RANGE' })
  })
})
