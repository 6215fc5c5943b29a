import { describe, expect, it } from 'vitest'
import { runCase } from './run.ts'
import { type Case, Values } from './values.ts'

describe('attention', () => {
  const sizes = { batch: 2, time: 5 }
  const make = (causal: boolean, valid: number[]): Case => {
    const values = new Values(5, sizes)
    const each = () => values.uniform(['batch', 'time', 6])
    const lengths = values.given(['batch'], valid, 'int32')
    return { kind: 'attention', attributes: { heads: 2, causal }, inputs: [each(), each(), each(), lengths] }
  }
  const run = (test: Case) =>
    runCase(test, {
      asParameter: [false, false, false, false],
      cotangents: [new Values(2, sizes).uniform([2, 5, 6]).tensor],
    })

  it('gives zeros, and no gradient, to a query that sees no key', async () => {
    const { outputs, gradients } = await run(make(false, [0, 3]))
    expect(outputs[0].data.subarray(0, 30).every((value) => value === 0)).toBe(true)
    for (const gradient of gradients.slice(0, 3)) {
      expect(gradient?.data.subarray(0, 30).every((value) => value === 0)).toBe(true)
    }
  })

  it.each([false, true])('reads no key beyond the valid ones (causal: %s)', async (causal) => {
    const test = make(causal, [2, 5])
    const before = await run(test)
    for (const k of [1, 2]) test.inputs[k]?.tensor.data.fill(Number.NaN, 2 * 6, 5 * 6)
    const after = await run(test)
    expect(after.outputs).toEqual(before.outputs)
    expect(after.gradients).toEqual(before.gradients)
  })

  it('is finite for scores far beyond the range of exp', async () => {
    const test = make(false, [5, 5])
    for (const k of [0, 1]) {
      test.inputs[k]?.tensor.data.forEach((x, i, data) => {
        data[i] = x * 100
      })
    }
    const { outputs, gradients } = await run(test)
    expect([...outputs, ...gradients].every((tensor) => tensor === null || tensor.data.every(Number.isFinite))).toBe(
      true,
    )
  })

  it('refuses more valid keys than there are', async () => {
    await expect(run(make(false, [6, 1]))).rejects.toMatchObject({ code: 'ERR_RANGE' })
  })

  it.each([33, 200])('gives the same bits on 1, 2, 3 and 4 threads, with %i tokens', async (time) => {
    const values = new Values(3, { batch: 5, time })
    const each = () => values.uniform(['batch', 'time', 32])
    const test: Case = { kind: 'attention', attributes: { heads: 4, causal: true }, inputs: [each(), each(), each()] }
    const cotangents = [values.uniform([5, time, 32]).tensor]
    const asParameter = [false, false, false]
    const [first, ...others] = await Promise.all(
      [1, 2, 3, 4].map((threads) => runCase(test, { asParameter, cotangents, threads })),
    )
    for (const other of others) expect(other).toEqual(first)
  })
})
