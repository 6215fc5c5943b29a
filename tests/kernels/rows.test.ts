import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Activation,
  type AttentionArrays,
  activation,
  activationBackward,
  activationSync,
  attentionBackward,
  attentionForward,
  type LayerNormArrays,
  layerNorm,
  layerNormBackward,
  softmax,
  softmaxBackward,
} from '../../src/native/index.ts'
import { few, wide } from '../ops/draw.ts'
import { agrees, type Floats } from './check.ts'

describe('attention', () => {
  const drawn = fc.record({
    batch: fc.constantFrom(1, 2, 3),
    queries: fc.constantFrom(1, 2, 7),
    keys: fc.constantFrom(1, 4, 17),
    heads: fc.constantFrom(1, 2, 3),
    d: fc.constantFrom(1, 3, 8),
    e: fc.constantFrom(2, 5),
    causal: fc.boolean(),
    lengths: fc.boolean(),
    scale: fc.option(fc.constantFrom(0.25, 1), { nil: undefined }),
  })
  agrees('averages the values of the keys a query sees', drawn, (shape, values, threads) => {
    const { batch, queries, heads, d, e, causal, lengths, scale } = shape
    const keys = causal ? queries : shape.keys
    const attributes = { heads, causal, ...(scale !== undefined && { scale }) }
    return {
      kind: 'attention',
      attributes,
      inputs: {
        query: values.uniform([batch, queries, heads * d]),
        key: values.uniform([batch, keys, heads * d]),
        value: values.uniform([batch, keys, heads * e]),
        lengths: lengths ? values.lengths([batch], keys) : null,
      },
      outputs: ['output'],
      async passes(arrays, gradients) {
        const sizes = { batch, queries, keys, keySize: heads * d, valueSize: heads * e }
        const options = { ...sizes, ...attributes, threads, save: true } as const
        const { output, saved } = await attentionForward(arrays as unknown as AttentionArrays, options)
        return { results: { output }, gradients: await attentionBackward(saved, gradients, { threads }) }
      },
    }
  })
})

describe('layerNorm', () => {
  const drawn = fc.record({
    rows: few,
    columns: wide,
    epsilon: fc.constantFrom(undefined, 0.1),
    gain: fc.boolean(),
    shift: fc.boolean(),
  })
  agrees(
    'has mean 0 and variance 1, then gain and shift',
    drawn,
    (shape, values, threads) => {
      const { rows, columns, gain, shift, epsilon } = shape
      return {
        kind: 'layerNorm',
        ...(epsilon !== undefined && { attributes: { epsilon } }),
        inputs: {
          x: values.value([rows, columns], values.standingOut(columns)),
          gain: gain ? values.uniform([columns]) : null,
          shift: shift ? values.uniform([columns]) : null,
        },
        outputs: ['out'],
        async passes(arrays, { out: dy }) {
          const options = { rows, columns, threads, ...(epsilon !== undefined && { epsilon }) }
          const given = arrays as unknown as LayerNormArrays
          const gradients = await layerNormBackward(given, dy, options)
          return { results: { out: await layerNorm(given, options) }, gradients: gradients as unknown as Floats }
        },
      }
    },
    // Rows of two numbers always become nearly -1 and 1: their gradient is a tiny difference of numbers of order 1.
    1,
  )
})

describe('softmax', () => {
  agrees('has shares of exp(x) by row', fc.record({ rows: few, columns: wide }), (sizes, values, threads) => ({
    kind: 'softmax',
    inputs: { x: values.uniform([sizes.rows, sizes.columns]) },
    outputs: ['out'],
    async passes({ x }, { out: dy }) {
      const options = { ...sizes, threads }
      const given = x as Float32Array
      return {
        results: { out: await softmax(given, options) },
        gradients: { x: await softmaxBackward(given, dy, options) },
      }
    },
  }))

  it('gives 0 for -Infinity, and zeros for a row of -Infinity', async () => {
    const [low, one] = [Number.NEGATIVE_INFINITY, 1]
    const shares = await softmax(Float32Array.of(low, one, one, low, low, low), { rows: 2, columns: 3 })
    expect(Array.from(shares)).toEqual([0, 0.5, 0.5, 0, 0, 0])
  })
})

describe('activation', () => {
  const kinds: Activation[] = ['tanh', 'sigmoid', 'relu', 'gelu', 'silu', 'softplus', 'exp', 'log']
  for (const kind of kinds) {
    agrees(`${kind} has its values and slopes`, fc.record({ size: wide }), ({ size }, values, threads) => ({
      kind,
      // The numbers are away from the kink of relu, and positive where log needs it.
      inputs: { x: kind === 'log' ? values.uniform([size], 0.1, 2) : values.apart([size]) },
      outputs: ['out'],
      async passes({ x }, { out: dy }) {
        const given = x as Float32Array
        return {
          results: { out: await activation(kind, given, { threads }) },
          gradients: { x: await activationBackward(kind, given, dy, { threads }) },
        }
      },
    }))
  }

  it('can write over its input', () => {
    const x = Float32Array.of(-1, 2)
    expect(activationSync('relu', x, { out: x })).toBe(x)
    expect(Array.from(x)).toEqual([0, 2])
  })
})
