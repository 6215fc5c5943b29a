// Random cases of layerNorm, softmax and dropout.
import fc from 'fast-check'
import { dims, leading, leadingSizes, sequence, symbols, wide } from '../draw.ts'
import { present } from '../values.ts'
import { defineCases, type OpCases } from './define.ts'

const rowsToNormalise = fc
  .record({
    rows: leading(0, 3),
    D: wide,
    gain: fc.boolean(),
    shift: fc.boolean(),
    epsilon: fc.option(fc.constantFrom(1e-5, 1e-3, 0.1)),
    symbolic: fc.boolean(),
  })
  .filter(({ rows, D }) => rows.reduce((n, size) => n * size, 1) * D < 500)
  .map((shape) => ({ ...shape, ...leadingSizes(shape.rows) }))

const layerNorm = defineCases(
  'layerNorm',
  'has mean 0 and variance 1 before gain and shift',
  rowsToNormalise,
  ({ rows, D, gain, shift, epsilon, symbolic }, values) => ({
    attributes: present({ epsilon }),
    inputs: [
      values.value([...symbols(rows, symbolic), D], values.standingOut(D)),
      gain ? values.uniform([D]) : null,
      shift ? values.uniform([D]) : null,
    ],
  }),
  // With D = 2 the outputs are nearly -1 and 1 for any x, and the gradient is a small difference of terms of order 1.
  { floor: 1 },
)

const alongOneAxis = fc
  .record({ rows: leading(0, 3), D: wide, place: fc.nat({ max: 3 }), fromEnd: fc.boolean(), symbolic: fc.boolean() })
  .filter(({ rows, D }) => rows.reduce((n, size) => n * size, 1) * D < 250)
  .map(({ rows, D, place, ...rest }) => {
    const axis = place % (rows.length + 1)
    // The long dimension is the one along the axis.
    const shape = [...rows.slice(0, axis), D, ...rows.slice(axis)]
    return { shape, axis, ...rest, ...leadingSizes(shape) }
  })

const softmax = defineCases(
  'softmax',
  'sums to 1 along its axis',
  alongOneAxis,
  ({ shape, axis, fromEnd, symbolic }, values) => ({
    attributes: present({ axis: !fromEnd ? axis : axis === shape.length - 1 ? null : axis - shape.length }),
    inputs: [values.uniform(symbols(shape, symbolic), -4, 4)],
  }),
)

const rates = fc
  .record({ ...sequence, D: wide, rate: fc.constantFrom(0, 0.1, 0.5, 0.9) })
  .filter(({ batch, time, D }) => batch * time * D < 400)

const dropout = defineCases('dropout', 'is the identity outside training', rates, ({ D, rate, ...rest }, values) => {
  const { B, T } = dims(rest)
  return { attributes: { rate }, inputs: [values.uniform([B, T, D])] }
})

export const normalising: readonly OpCases[] = [layerNorm, softmax, dropout]
