import fc from 'fast-check'
import { describe } from 'vitest'
import type { Dim } from '../../src/addon/types.ts'
import { agrees } from './check.ts'
import { dims, few, leading, leadingSizes, sequence, symbols, wide } from './draw.ts'
import { present } from './values.ts'

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

/** `shape` with symbols everywhere but along the axis, which has to be fixed. */
const fixedAt = (axis: number, size: number, shape: number[], symbolic: boolean): Dim[] =>
  symbols(shape, symbolic).with(axis, size)

describe('concat', () => {
  const drawn = fc
    .tuple(shaped, fc.array(few, { minLength: 2, maxLength: 4 }))
    .map(([shape, parts]) => ({ ...shape, parts }))
  agrees('joins its inputs along the axis', drawn, ({ shape, axis, symbolic, parts }, values) => ({
    kind: 'concat',
    attributes: { axis },
    inputs: parts.map((size) => values.uniform(fixedAt(axis, size, shape, symbolic))),
  }))
})

describe('slice', () => {
  const drawn = fc.tuple(shaped, fc.record({ first: fc.nat(), length: fc.nat(), start: fc.nat(2), end: fc.nat(2) }))
  const ranges = drawn.map(([shape, range]) => ({ ...shape, ...range }))
  agrees('takes start to end, counted from either side', ranges, (shape, values) => {
    const size = shape.shape[shape.axis]
    const first = shape.start === 0 ? 0 : shape.first % size
    const last = shape.end === 0 ? size : first + 1 + (shape.length % (size - first))
    const start = [null, first, first - size][shape.start]
    // An end that counts from the end cannot name the end itself.
    const end = [null, last, last === size ? size : last - size][shape.end]
    return {
      kind: 'slice',
      attributes: present({ axis: shape.axis, start, end }),
      inputs: [values.uniform(fixedAt(shape.axis, size, shape.shape, shape.symbolic))],
    }
  })
})

describe('reshape', () => {
  const drawn = fc
    .record({ ...sequence, a: few, b: few, c: few, form: fc.nat({ max: 6 }) })
    .filter(({ batch, time, a, b, c }) => batch * time * a * b * c < 500)
  agrees('keeps the elements in their order', drawn, ({ a, b, c, form, ...rest }, values) => {
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
    return { kind: 'reshape', attributes: { shape: to }, inputs: [values.uniform(from)] }
  })

  const folded = fc.record({ batch: few, time: few, a: few, b: wide })
  agrees('folds a dimension into the batch', folded, ({ a, b }, values) => ({
    kind: 'reshape',
    attributes: { shape: [-1, b] },
    inputs: [values.uniform(['batch', a, b])],
  }))
})

describe('transpose', () => {
  const drawn = shaped.chain((shape) =>
    fc
      .shuffledSubarray(
        shape.shape.map((_, d) => d),
        { minLength: shape.shape.length },
      )
      .map((axes) => ({ ...shape, axes })),
  )
  agrees('permutes the dimensions', drawn, ({ shape, axes, symbolic }, values) => ({
    kind: 'transpose',
    attributes: { axes },
    inputs: [values.uniform(symbols(shape, symbolic))],
  }))
})

describe('patch', () => {
  const drawn = fc
    .record({ ...sequence, C: few, size: few, stride: few, more: fc.nat({ max: 12 }) })
    .filter(({ batch, C, size, more }) => batch * (size + more) * C < 300)
  agrees('lays windows of time side by side', drawn, ({ batch, symbolic, C, size, stride, more }, values) => ({
    kind: 'patch',
    attributes: { size, stride },
    inputs: [values.uniform([symbolic ? 'batch' : batch, size + more, C])],
  }))
})

describe('repeat', () => {
  const drawn = fc.tuple(shaped, fc.constantFrom(1, 2, 3)).map(([shape, times]) => ({ ...shape, times }))
  agrees('puts copies one after another', drawn, ({ shape, axis, symbolic, times }, values) => ({
    kind: 'repeat',
    attributes: { axis, times },
    inputs: [values.uniform(fixedAt(axis, shape[axis], shape, symbolic))],
  }))
})

describe('last', () => {
  const drawn = fc.record({ ...sequence, F: wide, lengths: fc.boolean() })
  const small = drawn.filter(({ batch, time, F }) => batch * time * F < 400)
  agrees('takes the last valid step, or zeros where there is none', small, ({ F, lengths, ...rest }, values) => {
    const { B, T } = dims(rest)
    return { kind: 'last', inputs: [values.uniform([B, T, F]), lengths ? values.lengths([B], rest.time) : null] }
  })
})

describe.each(['mean', 'sum'])('%s', (kind) => {
  const drawn = shaped.chain((shape) =>
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
  agrees('is taken over the given axes, or over all', drawn, ({ shape, axes, keep, symbolic }, values) => ({
    kind,
    attributes: present({ axes, keep }),
    inputs: [values.uniform(symbols(shape, symbolic))],
  }))
})
