// Random cases of the ops that move elements or sum them.
import fc from 'fast-check'
import type { Dim } from '../../../src/addon/types.ts'
import { dims, few, leading, leadingSizes, sequence, symbols, wide } from '../draw.ts'
import { present } from '../values.ts'
import { defineCases, type OpCases } from './define.ts'

/** A shape of rank 1 to 4 with one long dimension, and one of its axes. */
const shaped = fc
  .record({
    rows: leading(0, 3),
    long: wide,
    place: fc.nat({ max: 3 }),
    axis: fc.nat({ max: 3 }),
    symbolic: fc.boolean(),
  })
  .map(({ rows, long, place, axis, symbolic }) => {
    const at = place % (rows.length + 1)
    const shape = [...rows.slice(0, at), long, ...rows.slice(at)]
    return { shape, axis: axis % shape.length, symbolic, ...leadingSizes(shape) }
  })
  .filter(({ shape }) => shape.reduce((n, size) => n * size, 1) < 300)

/** `shape` with symbols for its first two dimensions, except along the axis, which must be fixed. */
const fixedAt = (axis: number, size: number, shape: number[], symbolic: boolean): Dim[] =>
  symbols(shape, symbolic).with(axis, size)

const joined = fc
  .tuple(shaped, fc.array(few, { minLength: 2, maxLength: 4 }))
  .map(([shape, parts]) => ({ ...shape, parts }))

const concat = defineCases(
  'concat',
  'joins its inputs along the axis',
  joined,
  ({ shape, axis, symbolic, parts }, values) => ({
    attributes: { axis },
    inputs: parts.map((size) => values.uniform(fixedAt(axis, size, shape, symbolic))),
  }),
)

const ranges = fc
  .tuple(shaped, fc.record({ first: fc.nat(), length: fc.nat(), start: fc.nat(2), end: fc.nat(2) }))
  .map(([shape, range]) => ({ ...shape, ...range }))

const slice = defineCases('slice', 'takes start to end, counted from either side', ranges, (shape, values) => {
  const size = shape.shape[shape.axis]
  const first = shape.start === 0 ? 0 : shape.first % size
  const last = shape.end === 0 ? size : first + 1 + (shape.length % (size - first))
  const start = [null, first, first - size][shape.start]
  // A negative number cannot name the end of the axis, because 0 is not negative.
  const end = [null, last, last === size ? size : last - size][shape.end]
  return {
    attributes: present({ axis: shape.axis, start, end }),
    inputs: [values.uniform(fixedAt(shape.axis, size, shape.shape, shape.symbolic))],
  }
})

const factors = fc
  .record({ ...sequence, a: few, b: few, c: few, form: fc.nat({ max: 6 }) })
  .filter(({ batch, time, a, b, c }) => batch * time * a * b * c < 500)

const reshape = [
  defineCases('reshape', 'keeps the elements in their order', factors, ({ a, b, c, form, ...rest }, values) => {
    const { B, T } = dims(rest)
    const [from, to] = (
      [
        [
          [B, T, a * b],
          [B, T, a, b],
        ],
        [
          [B, T, a, b],
          [B, T, -1],
        ],
        [
          [B, a, b],
          [B, -1],
        ],
        [
          [B, a * b, c],
          [B, b, a, c],
        ],
        [
          [B, T, a, 1],
          [B, T, a],
        ],
        [
          [a * b, c],
          [-1, a * c],
        ],
        [
          [a, b, c],
          [c, a * b],
        ],
      ] satisfies [Dim[], Dim[]][]
    )[form]
    return { attributes: { shape: to }, inputs: [values.uniform(from)] }
  }),
  defineCases(
    'reshape',
    'folds a dimension into the batch',
    fc.record({ batch: few, time: few, a: few, b: wide }),
    ({ a, b }, values) => ({ attributes: { shape: [-1, b] }, inputs: [values.uniform(['batch', a, b])] }),
  ),
]

const permutations = shaped.chain((shape) =>
  fc
    .shuffledSubarray(
      shape.shape.map((_, d) => d),
      { minLength: shape.shape.length },
    )
    .map((axes) => ({ ...shape, axes })),
)

const transpose = defineCases(
  'transpose',
  'permutes the dimensions',
  permutations,
  ({ shape, axes, symbolic }, values) => ({
    attributes: { axes },
    inputs: [values.uniform(symbols(shape, symbolic))],
  }),
)

const patches = fc
  .record({ ...sequence, C: few, size: few, stride: few, more: fc.nat({ max: 12 }) })
  .filter(({ batch, C, size, more }) => batch * (size + more) * C < 300)

const patch = defineCases(
  'patch',
  'lays windows of time side by side',
  patches,
  ({ batch, symbolic, C, size, stride, more }, values) => ({
    attributes: { size, stride },
    inputs: [values.uniform([symbolic ? 'batch' : batch, size + more, C])],
  }),
)

const copies = fc.tuple(shaped, fc.constantFrom(1, 2, 3)).map(([shape, times]) => ({ ...shape, times }))

const repeat = defineCases(
  'repeat',
  'joins copies along the axis',
  copies,
  ({ shape, axis, symbolic, times }, values) => ({
    attributes: { axis, times },
    inputs: [values.uniform(fixedAt(axis, shape[axis], shape, symbolic))],
  }),
)

const ends = fc
  .record({ ...sequence, F: wide, lengths: fc.boolean() })
  .filter(({ batch, time, F }) => batch * time * F < 400)

const last = defineCases(
  'last',
  'takes the last valid step, or zeros where there is none',
  ends,
  ({ F, lengths, ...rest }, values) => {
    const { B, T } = dims(rest)
    return { inputs: [values.uniform([B, T, F]), lengths ? values.lengths([B], rest.time) : null] }
  },
)

const reductions = shaped.chain((shape) =>
  fc
    .record({
      axes: fc.option(
        fc.subarray(
          shape.shape.map((_, d) => d),
          { minLength: 1 },
        ),
      ),
      keep: fc.option(fc.boolean()),
    })
    .map((reduction) => ({ ...shape, ...reduction })),
)

const reduce = ['mean', 'sum'].map((kind) =>
  defineCases(
    kind,
    'is taken over the given axes, or over all',
    reductions,
    ({ shape, axes, keep, symbolic }, values) => ({
      attributes: present({ axes, keep }),
      inputs: [values.uniform(symbols(shape, symbolic))],
    }),
  ),
)

const rotations = fc
  .record({
    ...sequence,
    heads: fc.constantFrom(1, 2, 3),
    pairs: few,
    base: fc.option(fc.constantFrom(2, 100)),
  })
  .filter(({ batch, time, heads, pairs }) => batch * time * heads * pairs < 200)

const rotary = defineCases(
  'rotary',
  'rotates the pairs of each head by angles of the step',
  rotations,
  ({ heads, pairs, base, ...rest }, values) => {
    const { B, T } = dims(rest)
    return { attributes: present({ heads, base }), inputs: [values.uniform([B, T, 2 * heads * pairs])] }
  },
)

export const shape: readonly OpCases[] = [concat, slice, ...reshape, transpose, patch, repeat, last, rotary, ...reduce]
