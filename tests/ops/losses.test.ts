import { describe, expect, it } from 'vitest'
import { reference } from '../reference/index.ts'
import { fixed, hide, losses } from './cases/losses.ts'
import { runCase } from './run.ts'
import { type Value, Values } from './values.ts'

describe('crossEntropy', () => {
  it('is finite for logits far beyond the range of exp', async () => {
    const values = new Values(1, { batch: 2, time: 1 })
    const logits = values.given(['batch', 3], [1e4, -1e4, 0, -1e4, 1e4, 1e4])
    const test = { kind: 'crossEntropy', inputs: [logits, values.given(['batch'], [0, 0], 'int32')] }
    const one = values.given([], [1]).tensor
    const { outputs, gradients } = await runCase(test, { asParameter: [], cotangents: [one, null] })
    expect(outputs[0].data[0]).toBeCloseTo((2e4 + Math.log(2)) / 2, 2)
    expect(Array.from(gradients[0]?.data ?? [])).toEqual([0, 0, 0, -0.5, 0.25, 0.25])
  })

  it.each([-1, 3, 2 ** 31 - 1])('refuses the label %d with 3 classes', async (label) => {
    const values = new Values(1, { batch: 2, time: 1 })
    const test = {
      kind: 'crossEntropy',
      inputs: [values.uniform(['batch', 3]), values.given(['batch'], [1, label], 'int32')],
    }
    await expect(runCase(test, { asParameter: [], cotangents: [null, null] })).rejects.toMatchObject({
      code: 'ERR_RANGE',
    })
  })
})

describe('losses', () => {
  const values = () => new Values(3, { batch: 4, time: 9 })
  const cotangents = [new Values(1, { batch: 4, time: 9 }).given([], [1]).tensor, null]

  it.each(Object.entries(losses))('%s is 0 with gradient 0 when everything is masked', async (kind, { operands }) => {
    const [mine, dims] = [values(), ['batch', 'time'] as const]
    const given = operands(mine, dims)
    const mask = fixed(mine.value(dims, () => 0))
    hide(given, mask)
    const { outputs, gradients } = await runCase(
      { kind, inputs: [...given, mask, null] },
      { asParameter: [], cotangents },
    )
    expect(outputs.map(({ data }) => data[0])).toEqual([0, 0])
    for (const gradient of gradients) expect(gradient?.data.every((value) => value === 0) ?? true).toBe(true)
  })

  it.each(Object.entries(losses))('%s passes no gradient to target, mask and weight', async (kind, { operands }) => {
    const mine = values()
    const given = operands(mine, [4, 9])
    const inputs = [
      ...given.slice(0, -1),
      ...[given[given.length - 1], mine.uniform([4, 9], 1, 2), mine.uniform([4], 1, 2)],
    ]
    const asked = inputs.map((value) => ({ ...value, differentiated: true }))
    const asParameter = inputs.map((_, k) => k >= given.length - 1)
    const { gradients } = await runCase({ kind, inputs: asked }, { asParameter, cotangents })
    gradients.forEach((gradient, k) => {
      expect(gradient?.data.some((value) => value !== 0)).toBe(k < given.length - 1)
    })
  })

  it.each(Object.entries(losses))('%s counts an element of weight n as n elements', async (kind, { operands }) => {
    const mine = new Values(5, { batch: 4, time: 3 })
    const given = operands(mine, ['batch', 'time'])
    const copiesOf = [0, 0, 1, 3, 3, 3]
    const copied = given.map((value): Value => {
      const { shape, data } = value.tensor
      const rows = copiesOf.flatMap((row) => [...data.slice(row * 3, (row + 1) * 3)])
      return { ...value, tensor: { shape: [copiesOf.length, ...shape.slice(1)], data: Float64Array.from(rows) } }
    })
    const run = (inputs: (Value | null)[]) => runCase({ kind, inputs }, { asParameter: [], cotangents })
    const weighted = await run([...given, null, fixed(mine.given(['batch'], [2, 1, 0, 3]))])
    const plain = await run([...copied, null, null])
    const [mean, weight] = reference[kind](
      copied.map(({ tensor }) => tensor),
      {},
      { batch: 6, time: 3 },
    )
    for (const { outputs } of [weighted, plain]) {
      expect(outputs[0].data[0]).toBeCloseTo(mean.data[0], 5)
      expect(outputs[1].data[0]).toBe(weight.data[0])
    }
    // The gradient of a weighted row is the sum of the gradients of its copies. Each was rounded to float32 once.
    given.slice(0, -1).forEach((_, k) => {
      const [one, copies] = [weighted.gradients[k]?.data ?? [], plain.gradients[k]?.data ?? []]
      expect(one).toHaveLength(12)
      const expected = new Float64Array(12)
      copiesOf.forEach((row, copy) => {
        for (let i = 0; i < 3; i++) expected[row * 3 + i] += copies[copy * 3 + i]
      })
      for (let i = 0; i < 12; i++)
        expect(Math.abs(one[i] - expected[i])).toBeLessThanOrEqual(2 ** -23 * Math.abs(expected[i]))
    })
  })

  it('gives the same bits on 1, 2, 3 and 4 threads', async () => {
    const mine = new Values(3, { batch: 333, time: 65 })
    const given = losses.gaussian.operands(mine, ['batch', 'time'])
    const weight = fixed(mine.uniform(['batch'], 0, 2))
    const test = { kind: 'gaussian', inputs: [...given, null, weight] }
    const [first, ...others] = await Promise.all(
      [1, 2, 3, 4].map((threads) => runCase(test, { asParameter: [], cotangents, threads })),
    )
    for (const other of others) expect(other).toEqual(first)
  })
})
