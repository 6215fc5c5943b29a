import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agrees } from './check.ts'
import { dims, few, leading, leadingSizes, sequence, symbols, wide } from './draw.ts'
import { runCase } from './run.ts'
import { present, Values } from './values.ts'

describe('linear', () => {
  const drawn = fc
    .record({ rows: leading(0, 3), I: wide, O: wide, bias: fc.boolean(), symbolic: fc.boolean() })
    .filter(({ rows, I, O }) => rows.reduce((n, size) => n * size, 1) * I * O < 3e4)
    .map((shape) => ({ ...shape, ...leadingSizes(shape.rows) }))
  agrees('is x W^T + b over the last dimension', drawn, ({ rows, I, O, bias, symbolic }, values) => ({
    kind: 'linear',
    inputs: [
      values.uniform([...symbols(rows, symbolic), I]),
      values.uniform([O, I]),
      bias ? values.uniform([O]) : null,
    ],
  }))
})

describe('matmul', () => {
  const transposed = (shape: [number, number], swap: boolean) => (swap ? [shape[1], shape[0]] : shape)
  const drawn = fc
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
  agrees(
    'multiplies the last two dimensions',
    drawn,
    ({ blocks, M, K, N, shared, symbolic, ...attributes }, values) => {
      const lead = symbols(blocks, symbolic)
      const { transposeA, transposeB } = attributes
      const right = transposed([K, N], transposeB)
      return {
        kind: 'matmul',
        attributes: { transposeA, transposeB },
        inputs: [
          values.uniform([...lead, ...transposed([M, K], transposeA)]),
          values.uniform(shared ? right : [...lead, ...right]),
        ],
      }
    },
  )
})

describe('embedding', () => {
  const drawn = fc
    .record({ ids: leading(1, 3), V: few, D: wide, symbolic: fc.boolean() })
    .map((shape) => ({ ...shape, ...leadingSizes(shape.ids) }))
  agrees('takes a row of the table for each id', drawn, ({ ids, V, D, symbolic }, values) => ({
    kind: 'embedding',
    inputs: [values.integers(symbols(ids, symbolic), 0, V - 1), values.uniform([V, D])],
  }))

  it.each([-1, 5, 2 ** 31 - 1, -(2 ** 31)])('refuses id %d in a table of 5', async (id) => {
    const values = new Values(1, { batch: 3, time: 1 })
    const ids = values.given(['batch'], [0, id, 4], 'int32')
    const run = runCase(
      { kind: 'embedding', inputs: [ids, values.uniform([5, 2])] },
      { asParameter: [false, true], cotangents: [values.uniform([3, 2]).tensor] },
    )
    await expect(run).rejects.toMatchObject({ code: 'ERR_RANGE' })
  })
})

describe('conv1d', () => {
  const drawn = fc
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
  agrees('with causal padding sees no later step', drawn, ({ C, O, K, dilation, bias, defaults, ...rest }, values) => {
    const { B, T } = dims(rest)
    return {
      kind: 'conv1d',
      attributes: present({ dilation, padding: defaults ? null : 'causal' }),
      inputs: [values.uniform([B, T, C]), values.uniform([O, C, K]), bias ? values.uniform([O]) : null],
    }
  })
  agrees('with same padding is centred', drawn, ({ C, O, K, dilation, bias, ...rest }, values) => {
    const { B, T } = dims(rest)
    return {
      kind: 'conv1d',
      attributes: { dilation, padding: 'same' },
      inputs: [values.uniform([B, T, C]), values.uniform([O, C, K]), bias ? values.uniform([O]) : null],
    }
  })
  agrees('without padding is shorter', drawn, ({ C, O, K, dilation, bias, batch, time, symbolic }, values) => {
    const T = dilation * (K - 1) + time
    return {
      kind: 'conv1d',
      attributes: { dilation, padding: 'valid' },
      inputs: [
        values.uniform([symbolic ? 'batch' : batch, T, C]),
        values.uniform([O, C, K]),
        bias ? values.uniform([O]) : null,
      ],
    }
  })
})
