// Random cases of the losses.
import fc from 'fast-check'
import type { Attributes, Dim } from '../../../src/addon/types.ts'
import { leading, leadingSizes, symbols, wide } from '../draw.ts'
import { type Case, present, type Value, type Values } from '../values.ts'
import { defineCases, type OpCases } from './define.ts'

/** The inputs of a loss before mask and weight: predictions, then the target, which is not differentiated. */
type Operands = (values: Values, dims: readonly Dim[]) => Value[]
interface Loss {
  operands: Operands
  attributes?: (drawn: number) => Attributes
}

export const fixed = (value: Value): Value => ({ ...value, differentiated: false })

/** A prediction, and a target at a distance from `low` to `high` on either side of it. */
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

export const losses: Record<string, Loss> = {
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

/** The dimensions of the target without the last `fewer`, but at least one. */
const some = (dims: readonly Dim[], fewer: number): Dim[] => dims.slice(0, Math.max(1, dims.length - fewer))

/** Puts NaN, or a label out of range, into masked elements, which the op must not read. */
export function hide(operands: Value[], mask: Value): void {
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

const pointwise = Object.entries(losses).map(([kind, { operands, attributes }]) =>
  defineCases(kind, 'is the weighted mean over what is not masked', drawn, (shape, values) => {
    const dims = symbols(shape.shape, shape.symbolic)
    const inputs = withMaskAndWeight(operands(values, dims), dims, shape, values)
    return { attributes: attributes?.(shape.attributes) ?? {}, inputs }
  }),
)

const quantile = defineCases('quantile', 'is the mean of the pinball losses of its levels', drawn, (shape, values) => {
  const dims = symbols(shape.shape, shape.symbolic)
  const quantiles = levels[shape.attributes % 3]
  const target = fixed(values.uniform(dims))
  const distance = values.apart([...dims, quantiles.length], 0.05, 2)
  const each = Array.from(distance.tensor.data, (d, i) => d + target.tensor.data[Math.floor(i / quantiles.length)])
  const prediction = values.given([...dims, quantiles.length], each)
  const inputs = withMaskAndWeight([prediction, target], dims, shape, values)
  return { attributes: { quantiles }, inputs }
})

const crossEntropy = defineCases(
  'crossEntropy',
  'is the negative log of the softmax at the label',
  drawn,
  (shape, values) => {
    const dims = symbols(shape.shape.slice(0, -1), shape.symbolic)
    const classes = shape.shape[shape.shape.length - 1]
    const operands = [values.uniform([...dims, classes], -4, 4), values.integers(dims, 0, classes - 1)]
    const masks = dims.length === 0 ? { ...shape, mask: null, weight: null } : shape
    return { inputs: withMaskAndWeight(operands, dims, masks, values) }
  },
)

const sumOfLosses = defineCases(
  'sumOfLosses',
  'adds means times factors, and the weights',
  fc.record({ factors: fc.array(fc.constantFrom(0, 0.3, 1, 2), { minLength: 1, maxLength: 4 }) }),
  ({ factors }, values) => ({
    attributes: { factors },
    inputs: factors.flatMap(() => [values.uniform([]), fixed(values.uniform([], 0, 5))]),
  }),
)

export const lossCases: readonly OpCases[] = [...pointwise, quantile, crossEntropy, sumOfLosses]
