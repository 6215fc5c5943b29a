// Random cases of the elementwise ops.
import fc from 'fast-check'
import { leading, leadingSizes, symbols, wide } from '../draw.ts'
import { defineCases, type OpCases } from './define.ts'

/** Whether a dimension comes from both operands, or one of them has size 1 and stretches. */
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

const binary = ['add', 'subtract', 'multiply', 'divide'].map((kind) =>
  defineCases(kind, 'stretches sizes of 1 and missing dimensions as NumPy does', pair, (drawn, values) => {
    const { shape, pairings, dropped, symbolic } = drawn
    const full = symbols(shape, symbolic)
    const operand = (name: 'a' | 'b') => {
      const dims = full.map((dim, d) => (pairings[d] === `${name} stretches` ? 1 : dim))
      return dropped.from === name ? dims.slice(dropped.dimensions) : dims
    }
    const divisor = kind === 'divide' ? values.apart(operand('b'), 0.5) : values.uniform(operand('b'))
    return { inputs: [values.uniform(operand('a')), divisor] }
  }),
)

const shapes = fc
  .record({
    shape: fc.tuple(leading(0, 2), wide).map(([rows, D]) => [...rows, D]),
    scalar: fc.nat({ max: 9 }),
    symbolic: fc.boolean(),
  })
  .map(({ shape, scalar, symbolic }) => ({ shape: scalar === 0 ? [] : shape, symbolic }))
  .map((drawn) => ({ ...drawn, ...leadingSizes(drawn.shape) }))

/** The kind, the range of x, and the least scale of a gradient. */
const functions: readonly [kind: string, low: number, high: number, floor: number][] = [
  // The slopes are 1 - y^2 and y (1 - y). Near |y| = 1 their last digits are lost, because y is rounded.
  ['tanh', -4, 4, 0.1],
  ['sigmoid', -6, 6, 0.1],
  ['gelu', -4, 4, 0],
  ['silu', -6, 6, 0],
  ['softplus', -8, 8, 0],
  ['exp', -4, 4, 0],
  ['log', 0.1, 9, 0],
]

const unary = functions.map(([kind, low, high, floor]) =>
  defineCases(
    kind,
    'is applied to every element',
    shapes,
    ({ shape, symbolic }, values) => ({ inputs: [values.uniform(symbols(shape, symbolic), low, high)] }),
    { floor },
  ),
)

const relu = defineCases('relu', 'is applied to every element', shapes, ({ shape, symbolic }, values) => ({
  inputs: [values.apart(symbols(shape, symbolic))],
}))

export const elementwise: readonly OpCases[] = [...binary, ...unary, relu]
