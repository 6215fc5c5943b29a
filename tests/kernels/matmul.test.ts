import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matmul, matmulSync } from '../../src/native/index.ts'
import { floats, unaligned } from './arrays.ts'

interface Product {
  batch: number
  m: number
  n: number
  k: number
  transposeA: boolean
  transposeB: boolean
  shared: boolean
  accumulate: boolean
  threads: number
  seed: number
}

const size = fc.integer({ min: 1, max: 40 })
const products: fc.Arbitrary<Product> = fc.record({
  batch: fc.integer({ min: 1, max: 6 }),
  m: size,
  n: size,
  k: size,
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
  shared: fc.boolean(),
  accumulate: fc.boolean(),
  threads: fc.integer({ min: 1, max: 3 }),
  seed: fc.nat(),
})

/** A plain loop in double precision, and the sums of absolute values, which bound the error. */
function reference(
  { batch, m, n, k, transposeA, transposeB }: Product,
  a: Float32Array,
  b: Float32Array,
  c: Float32Array,
) {
  const values = Float64Array.from(c)
  const scales = values.map(Math.abs)
  const shared = b.length === k * n
  for (let g = 0; g < batch; g++)
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++)
        for (let l = 0; l < k; l++) {
          const left = a[g * m * k + (transposeA ? l * m + i : i * k + l)]
          const right = b[(shared ? 0 : g * k * n) + (transposeB ? j * k + l : l * n + j)]
          values[(g * m + i) * n + j] += left * right
          scales[(g * m + i) * n + j] += Math.abs(left * right)
        }
  return { values, scales }
}

describe('matmul', () => {
  it('equals the product in double precision within rounding errors', async () => {
    await fc.assert(
      fc.asyncProperty(products, async (product) => {
        const { batch, m, n, k, shared, accumulate, seed, threads, transposeA, transposeB } = product
        const a = unaligned(floats(batch * m * k, seed))
        const b = unaligned(floats((shared ? 1 : batch) * k * n, seed + 1))
        const before = accumulate ? floats(batch * m * n, seed + 2) : new Float32Array(batch * m * n)
        const { values, scales } = reference(product, a, b, before)
        const options = { batch, m, n, k, transposeA, transposeB, accumulate }
        const out = unaligned(before)
        expect(await matmul(a, b, { ...options, out, threads })).toBe(out)
        // Higham 2002, section 3.1: a term is rounded once by its product and at most once by each addition.
        const bound = (k + 1) * 2 ** -24
        const wrong = out.findIndex((value, i) => !(Math.abs(value - values[i]) <= bound * scales[i]))
        expect(wrong, 'first element that is wrong').toBe(-1)
        expect(matmulSync(a, b, { ...options, out: Float32Array.from(before) })).toEqual(out)
      }),
      { numRuns: 200 },
    )
  })

  it('has the same bits on any number of threads', async () => {
    const [m, n, k] = [300, 257, 513]
    const [a, b] = [floats(m * k, 1), floats(k * n, 2)]
    const one = matmulSync(a, b, { m, n, k })
    for (const threads of [1, 2, 4]) expect(await matmul(a, b, { m, n, k, threads })).toEqual(one)
  })

  it('rounds its factors in bf16, if the machine has bf16 instructions', async () => {
    const [m, n, k] = [33, 40, 64]
    const [a, b] = [floats(m * k, 1), floats(k * n, 2)]
    const exact = matmulSync(a, b, { m, n, k })
    const rounded = await matmul(a, b, { m, n, k, precision: 'bf16' })
    expect(matmulSync(a, b, { m, n, k, precision: 'bf16' })).toEqual(rounded)
    const error = Math.hypot(...rounded.map((value, i) => value - exact[i])) / Math.hypot(...exact)
    expect(error).toBeLessThan(2 ** -8)
  })

  it('gives NaN and infinity for NaN and infinity', async () => {
    const a = Float32Array.of(Number.NaN, 1, Number.POSITIVE_INFINITY, 1)
    const c = await matmul(a, Float32Array.of(1, 1), { m: 2, n: 1, k: 2 })
    expect(Array.from(c)).toEqual([Number.NaN, Number.POSITIVE_INFINITY])
  })

  it('reads its operands before it writes, also if the result overlaps them', async () => {
    const [m, n, k] = [8, 8, 8]
    const expected = matmulSync(floats(64, 1), floats(64, 2), { m, n, k })
    for (const offset of [0, 3, 64]) {
      const memory = new Float32Array(128)
      const a = memory.subarray(0, 64)
      const out = memory.subarray(offset, offset + 64)
      a.set(floats(64, 1))
      expect(matmulSync(a, floats(64, 2), { m, n, k, out })).toEqual(expected)
      a.set(floats(64, 1))
      expect(await matmul(a, floats(64, 2), { m, n, k, out })).toEqual(expected)
    }
  })
})
