import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agrees } from './check.ts'
import { leading, leadingSizes, symbols, wide } from './draw.ts'
import { runCase } from './run.ts'
import { Values } from './values.ts'

/** How each dimension of the result comes from a and b. */
const pairing = fc.constantFrom('both', 'both', 'a stretches', 'b stretches')

const pair = fc
  .record({
    shape: fc.tuple(leading(0, 3), wide).map(([rows, D]) => [...rows, D]),
    pairings: fc.array(pairing, { minLength: 4, maxLength: 4 }),
    dropped: fc.record({ from: fc.constantFrom('a', 'b', 'none'), dimensions: fc.nat({ max: 4 }) }),
    symbolic: fc.boolean(),
  })
  .filter(({ shape }) => shape.reduce((n, size) => n * size, 1) < 400)
  .map((drawn) => ({ ...drawn, ...leadingSizes(drawn.shape) }))

describe.each(['add', 'subtract', 'multiply', 'divide'])('%s', (kind) => {
  agrees('stretches sizes of 1 and missing dimensions as NumPy does', pair, (drawn, values) => {
    const { shape, pairings, dropped, symbolic } = drawn
    const full = symbols(shape, symbolic)
    const operand = (name: 'a' | 'b') => {
      const dims = full.map((dim, d) => (pairings[d] === `${name} stretches` ? 1 : dim))
      return dropped.from === name ? dims.slice(dropped.dimensions) : dims
    }
    const divisor = kind === 'divide' ? values.apart(operand('b'), 0.5) : values.uniform(operand('b'))
    return { kind, inputs: [values.uniform(operand('a')), divisor] }
  })
})

const shapes = fc
  .record({
    shape: fc.tuple(leading(0, 2), wide).map(([rows, D]) => [...rows, D]),
    scalar: fc.nat({ max: 9 }),
    symbolic: fc.boolean(),
  })
  .map(({ shape, scalar, symbolic }) => ({ shape: scalar === 0 ? [] : shape, symbolic }))
  .map((drawn) => ({ ...drawn, ...leadingSizes(drawn.shape) }))

// The slopes of tanh and sigmoid are 1 - y^2 and y (1 - y) of a rounded y: near 1 their last digits are gone.
describe.each([
  ['tanh', -4, 4, 0.1],
  ['sigmoid', -6, 6, 0.1],
  ['gelu', -4, 4, 0],
  ['silu', -6, 6, 0],
  ['softplus', -8, 8, 0],
  ['exp', -4, 4, 0],
  ['log', 0.1, 9, 0],
] as const)('%s', (kind, low, high, floor) => {
  agrees(
    'is applied to every element',
    shapes,
    ({ shape, symbolic }, values) => ({ kind, inputs: [values.uniform(symbols(shape, symbolic), low, high)] }),
    { floor },
  )
})

describe('relu', () => {
  agrees('is applied to every element', shapes, ({ shape, symbolic }, values) => ({
    kind: 'relu',
    inputs: [values.apart(symbols(shape, symbolic))],
  }))
})

describe('elementwise ops', () => {
  const at = async (kind: string, numbers: number[]) => {
    const values = new Values(1, { batch: 1, time: 1 })
    const test = { kind, inputs: [values.given([numbers.length], numbers)] }
    const cotangents = [
      values.given(
        [numbers.length],
        numbers.map(() => 1),
      ).tensor,
    ]
    const { outputs, gradients } = await runCase(test, { asParameter: [false], cotangents })
    return { y: Array.from(outputs[0].data), gradient: Array.from(gradients[0]?.data ?? []) }
  }

  it.each([
    ['tanh', [-1, 1], [0, 0]],
    ['sigmoid', [0, 1], [0, 0]],
    ['gelu', [-0, 1e4], [0, 1]],
    ['silu', [-0, 1e4], [0, 1]],
    ['softplus', [0, 1e4], [0, 1]],
    ['relu', [0, 1e4], [0, 1]],
  ])('%s reaches its limits far from zero, without NaN', async (kind, limits, slopes) => {
    const { y, gradient } = await at(kind, [-1e4, 1e4])
    y.forEach((value, i) => {
      expect(value).toBeCloseTo(limits[i], 6)
    })
    gradient.forEach((value, i) => {
      expect(value).toBeCloseTo(slopes[i], 6)
    })
  })

  it.each(['tanh', 'sigmoid', 'relu', 'gelu', 'silu', 'softplus', 'exp', 'log'])(
    '%s lets NaN through',
    async (kind) => {
      const { y } = await at(kind, [1, Number.NaN, 1])
      expect(y.map(Number.isNaN)).toEqual([false, true, false])
    },
  )

  it('relu has slope 0 at zero', async () => {
    expect((await at('relu', [0])).gradient).toEqual([0])
  })
})
