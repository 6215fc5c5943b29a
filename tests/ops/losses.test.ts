import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Attributes, Dim } from '../../src/addon/types.ts'
import { agrees } from './check.ts'
import { leading, leadingSizes, symbols, wide } from './draw.ts'
import { runCase } from './run.ts'
import { type Case, present, type Value, Values } from './values.ts'

/** The operands of a loss before mask and weight: predictions, then the target, which is not differentiated. */
type Operands = (values: Values, dims: readonly Dim[]) => Value[]
interface Loss {
  operands: Operands
  attributes?: (drawn: number) => Attributes
}

const fixed = (value: Value): Value => ({ ...value, differentiated: false })

/** A prediction between `low` and `high` away from the target, to either side. */
const beside = (values: Values, dims: readonly Dim[], low: number, high: number): Value[] => {
  const target = fixed(values.uniform(dims))
  const distance = values.apart(dims, low, high).tensor.data
  const prediction = values.given(
    dims,
    Array.from(target.tensor.data, (y, i) => y + distance[i]),
  )
  return [prediction, target]
}

const levels = [[0.5], [0.1, 0.5, 0.9], [0.025, 0.25, 0.5, 0.75, 0.975]]
const positive = (values: Values, dims: readonly Dim[], low: number, high: number) => values.uniform(dims, low, high)

const losses: Record<string, Loss> = {
  mse: { operands: (values, dims) => beside(values, dims, 0, 2) },
  mae: { operands: (values, dims) => beside(values, dims, 0.05, 2) },
  huber: {
    operands: (values, dims) => beside(values, dims, 0, 3),
    attributes: (drawn) => present({ delta: [null, 0.3, 2][drawn % 3] }),
  },
  gaussian: {
    operands: (values, dims) => [values.uniform(dims), positive(values, dims, 0.2, 2), fixed(values.uniform(dims))],
  },
  studentT: {
    operands: (values, dims) => [
      values.uniform(dims),
      positive(values, dims, 0.2, 2),
      positive(values, dims, 1, 30),
      fixed(values.uniform(dims)),
    ],
  },
  negativeBinomial: {
    operands: (values, dims) => [
      positive(values, dims, 0.2, 20),
      positive(values, dims, 0.05, 2),
      fixed(values.value(dims, () => Math.floor(30 * values.random() ** 3))),
    ],
  },
}

const drawn = fc
  .record({
    shape: fc.tuple(leading(0, 2), wide).map(([rows, D]) => [...rows, D]),
    symbolic: fc.boolean(),
    attributes: fc.nat(),
    mask: fc.option(fc.nat({ max: 2 })),
    weight: fc.option(fc.nat({ max: 2 })),
    masked: fc.constantFrom(0, 0.3, 0.9, 1),
    hidden: fc.boolean(),
  })
  .filter(({ shape }) => shape.reduce((n, size) => n * size, 1) < 300)
  .map((description) => ({ ...description, ...leadingSizes(description.shape) }))
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never

/** The first few dimensions of the target's, or all. */
const some = (dims: readonly Dim[], fewer: number): Dim[] => dims.slice(0, Math.max(1, dims.length - fewer))

/** Puts NaN, or a label out of range, wherever nobody may look. */
function hide(operands: Value[], mask: Value): void {
  const flags = mask.tensor.data
  for (const { tensor, type } of operands) {
    const each = tensor.data.length / flags.length
    tensor.data.forEach((_, i, data) => {
      if (flags[Math.floor(i / each)] === 0) data[i] = type === 'int32' ? -1 : Number.NaN
    })
  }
}

function withMaskAndWeight(operands: Value[], dims: readonly Dim[], shape: Drawn, values: Values): Case['inputs'] {
  const mask =
    shape.mask === null
      ? null
      : fixed(values.value(some(dims, shape.mask), () => (values.random() < shape.masked ? 0 : 1)))
  const weight = shape.weight === null ? null : fixed(values.uniform(some(dims, shape.weight), 0, 2))
  if (mask && shape.hidden) hide(operands, mask)
  return [...operands, mask, weight]
}

describe.each(Object.entries(losses))('%s', (kind, { operands, attributes }) => {
  agrees('is the weighted mean over what is not masked', drawn, (shape, values) => {
    const dims = symbols(shape.shape, shape.symbolic)
    const inputs = withMaskAndWeight(operands(values, dims), dims, shape, values)
    return { kind, attributes: attributes?.(shape.attributes) ?? {}, inputs }
  })
})

describe('quantile', () => {
  agrees('is the mean of the pinball losses of its levels', drawn, (shape, values) => {
    const dims = symbols(shape.shape, shape.symbolic)
    const quantiles = levels[shape.attributes % 3]
    const target = fixed(values.uniform(dims))
    const distance = values.apart([...dims, quantiles.length], 0.05, 2)
    const each = Array.from(distance.tensor.data, (d, i) => d + target.tensor.data[Math.floor(i / quantiles.length)])
    const prediction = values.given([...dims, quantiles.length], each)
    const inputs = withMaskAndWeight([prediction, target], dims, shape, values)
    return { kind: 'quantile', attributes: { quantiles }, inputs }
  })
})

describe('crossEntropy', () => {
  agrees('is the negative log of the softmax at the label', drawn, (shape, values) => {
    const dims = symbols(shape.shape.slice(0, -1), shape.symbolic)
    const classes = shape.shape[shape.shape.length - 1]
    const operands = [values.uniform([...dims, classes], -4, 4), values.integers(dims, 0, classes - 1)]
    const masks = dims.length === 0 ? { ...shape, mask: null, weight: null } : shape
    return { kind: 'crossEntropy', inputs: withMaskAndWeight(operands, dims, masks, values) }
  })

  it('is finite for logits far beyond the range of exp', async () => {
    const values = new Values(1, { batch: 2, time: 1 })
    const logits = values.given(['batch', 3], [1e4, -1e4, 0, -1e4, 1e4, 1e4])
    const test = { kind: 'crossEntropy', inputs: [logits, values.given(['batch'], [0, 0], 'int32')] }
    const one = values.given([], [1]).tensor
    const { outputs, gradients } = await runCase(test, { asParameter: [], cotangents: [one, null] })
    expect(outputs[0].data[0]).toBeCloseTo((2e4 + Math.log(2)) / 2, 2)
    expect(Array.from(gradients[0]?.data ?? [])).toEqual([0, 0, 0, -0.5, 0.25, 0.25])
  })

  it.each([-1, 3, 2 ** 31 - 1])('refuses the label %d of 3 classes', async (label) => {
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
