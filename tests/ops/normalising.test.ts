import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agrees } from './check.ts'
import { leading, leadingSizes, symbols, wide } from './draw.ts'
import { runCase } from './run.ts'
import { present, Values } from './values.ts'

describe('layerNorm', () => {
  const drawn = fc
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
  agrees(
    'has mean 0 and variance 1 before gain and shift',
    drawn,
    ({ rows, D, gain, shift, epsilon, symbolic }, values) => ({
      kind: 'layerNorm',
      attributes: present({ epsilon }),
      inputs: [
        values.value([...symbols(rows, symbolic), D], values.standingOut(D)),
        gain ? values.uniform([D]) : null,
        shift ? values.uniform([D]) : null,
      ],
    }),
    // Two numbers always become nearly -1 and 1: what is left of the gradient is the rest of a difference of order 1.
    { floor: 1 },
  )

  it('gives the shift, and no gradient, where all numbers of a row are equal', async () => {
    const values = new Values(1, { batch: 2, time: 1 })
    const [x, gain, shift] = [values.value(['batch', 17], () => 0.3), values.uniform([17]), values.uniform([17])]
    const test = { kind: 'layerNorm', inputs: [x, gain, shift] }
    const { outputs } = await runCase(test, {
      asParameter: [false, true, true],
      cotangents: [values.uniform([2, 17]).tensor],
    })
    outputs[0].data.forEach((value, i) => {
      expect(value).toBeCloseTo(shift.tensor.data[i % 17], 4)
    })
  })

  it('keeps its precision far from zero', async () => {
    const values = new Values(1, { batch: 3, time: 1 })
    const far = values.value(['batch', 33], () => 1000 + values.between(-1.5, 1.5))
    const near = values.given(
      ['batch', 33],
      Array.from(far.tensor.data, (x) => x - 1000),
    )
    const run = async (x: typeof far) =>
      (await runCase({ kind: 'layerNorm', inputs: [x] }, { asParameter: [false], cotangents: [null] })).outputs[0].data
    const [a, b] = [await run(far), await run(near)]
    // The mean of numbers around 1000 is known to 3e-5 in single precision: errors stay of that order.
    a.forEach((value, i) => {
      expect(Math.abs(value - b[i])).toBeLessThan(2e-4)
    })
  })
})

describe('softmax', () => {
  const drawn = fc
    .record({ rows: leading(0, 3), D: wide, place: fc.nat({ max: 3 }), fromEnd: fc.boolean(), symbolic: fc.boolean() })
    .filter(({ rows, D }) => rows.reduce((n, size) => n * size, 1) * D < 250)
    .map(({ rows, D, place, ...rest }) => {
      const axis = place % (rows.length + 1)
      // The long dimension is the one along the axis.
      const shape = [...rows.slice(0, axis), D, ...rows.slice(axis)]
      return { shape, axis, ...rest, ...leadingSizes(shape) }
    })
  agrees('sums to 1 along its axis', drawn, ({ shape, axis, fromEnd, symbolic }, values) => ({
    kind: 'softmax',
    attributes: present({ axis: !fromEnd ? axis : axis === shape.length - 1 ? null : axis - shape.length }),
    inputs: [values.uniform(symbols(shape, symbolic), -4, 4)],
  }))

  it('is finite for numbers far beyond the range of exp', async () => {
    const values = new Values(1, { batch: 2, time: 1 })
    const x = values.given(['batch', 3], [1e30, -1e30, 1e4, 1e4, 1e4, -1e30])
    const cotangents = [values.uniform([2, 3]).tensor]
    const { outputs, gradients } = await runCase({ kind: 'softmax', inputs: [x] }, { asParameter: [false], cotangents })
    expect(Array.from(outputs[0].data)).toEqual([1, 0, 0, 0.5, 0.5, 0])
    expect(gradients[0]?.data.every(Number.isFinite)).toBe(true)
  })
})
