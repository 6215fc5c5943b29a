// Random cases of linear, matmul, embedding and conv1d.
import fc from 'fast-check'
import { dims, few, leading, leadingSizes, sequence, symbols, wide } from '../draw.ts'
import { present } from '../values.ts'
import { defineCases, type OpCases } from './define.ts'

const layers = fc
  .record({ rows: leading(0, 3), I: wide, O: wide, bias: fc.boolean(), symbolic: fc.boolean() })
  .filter(({ rows, I, O }) => rows.reduce((n, size) => n * size, 1) * I * O < 3e4)
  .map((shape) => ({ ...shape, ...leadingSizes(shape.rows) }))

const linearCases = defineCases(
  'linear',
  'is x W^T + b over the last dimension',
  layers,
  ({ rows, I, O, bias, symbolic }, values) => ({
    inputs: [
      values.uniform([...symbols(rows, symbolic), I]),
      values.uniform([O, I]),
      bias ? values.uniform([O]) : null,
    ],
  }),
)

const transposed = (shape: [number, number], swap: boolean) => (swap ? [shape[1], shape[0]] : shape)

const products = fc
  .record({
    blocks: leading(0, 2),
    M: wide,
    K: wide,
    N: wide,
    transposeA: fc.boolean(),
    transposeB: fc.boolean(),
    shared: fc.boolean(),
    symbolic: fc.boolean(),
  })
  .filter(({ blocks, M, K, N }) => blocks.reduce((n, size) => n * size, 1) * M * K * N < 5e4)
  .map((shape) => ({ ...shape, ...leadingSizes(shape.blocks) }))

const matmul = defineCases(
  'matmul',
  'multiplies the last two dimensions',
  products,
  ({ blocks, M, K, N, shared, symbolic, ...attributes }, values) => {
    const lead = symbols(blocks, symbolic)
    const { transposeA, transposeB } = attributes
    const right = transposed([K, N], transposeB)
    return {
      attributes: { transposeA, transposeB },
      inputs: [
        values.uniform([...lead, ...transposed([M, K], transposeA)]),
        values.uniform(shared ? right : [...lead, ...right]),
      ],
    }
  },
)

const tables = fc
  .record({ ids: leading(1, 3), V: few, D: wide, symbolic: fc.boolean() })
  .map((shape) => ({ ...shape, ...leadingSizes(shape.ids) }))

const embedding = defineCases(
  'embedding',
  'takes a row of the table for each id',
  tables,
  ({ ids, V, D, symbolic }, values) => ({
    inputs: [values.integers(symbols(ids, symbolic), 0, V - 1), values.uniform([V, D])],
  }),
)

const convolutions = fc
  .record({
    ...sequence,
    C: few,
    O: wide,
    K: fc.constantFrom(1, 2, 3, 4, 5),
    dilation: fc.constantFrom(1, 2, 3),
    bias: fc.boolean(),
    defaults: fc.boolean(),
  })
  .filter(({ batch, time, C, O, K }) => batch * time * C * O * K < 5e3)

const conv1d = [
  defineCases(
    'conv1d',
    'with causal padding sees no later step',
    convolutions,
    ({ C, O, K, dilation, bias, defaults, ...rest }, values) => {
      const { B, T } = dims(rest)
      return {
        attributes: present({ dilation, padding: defaults ? null : 'causal' }),
        inputs: [values.uniform([B, T, C]), values.uniform([O, C, K]), bias ? values.uniform([O]) : null],
      }
    },
  ),
  defineCases(
    'conv1d',
    'with same padding is centred',
    convolutions,
    ({ C, O, K, dilation, bias, ...rest }, values) => {
      const { B, T } = dims(rest)
      return {
        attributes: { dilation, padding: 'same' },
        inputs: [values.uniform([B, T, C]), values.uniform([O, C, K]), bias ? values.uniform([O]) : null],
      }
    },
  ),
  defineCases(
    'conv1d',
    'without padding is shorter',
    convolutions,
    ({ C, O, K, dilation, bias, batch, time, symbolic }, values) => ({
      attributes: { dilation, padding: 'valid' },
      inputs: [
        values.uniform([symbolic ? 'batch' : batch, dilation * (K - 1) + time, C]),
        values.uniform([O, C, K]),
        bias ? values.uniform([O]) : null,
      ],
    }),
  ),
]

export const linear: readonly OpCases[] = [linearCases, matmul, embedding, ...conv1d]
