import type { Random } from './random.ts'

/** A square matrix in double precision, row by row. */
export interface Matrix {
  readonly size: number
  readonly data: Float64Array
}

/** W v, or W' v with `transposed`. */
export function product({ size, data }: Matrix, v: Float64Array, transposed = false): Float64Array {
  const result = new Float64Array(size)
  for (let i = 0; i < size; i++)
    for (let k = 0; k < size; k++) result[transposed ? k : i] += data[i * size + k] * v[transposed ? i : k]
  return result
}

export const normOf = (v: Float64Array): number => Math.hypot(...v)

/** The largest singular value, by power iteration on W' W: the most that W can stretch a vector. */
export function largestSingularValue(w: Matrix): number {
  let v = new Float64Array(w.size).fill(1)
  let value = 0
  for (let round = 0; round < 1000; round++) {
    const next = product(w, product(w, v), true)
    const norm = normOf(next)
    if (Math.abs(Math.sqrt(norm) - value) < 1e-12 * value) break
    value = Math.sqrt(norm)
    v = next.map((element) => element / norm)
  }
  return value
}

/** A matrix of normal numbers, scaled so that its largest singular value is `stretch`. */
export function randomMatrix(size: number, stretch: number, random: Random): Matrix {
  const data = Float64Array.from({ length: size * size }, () => random.normal())
  const factor = stretch / largestSingularValue({ size, data })
  return { size, data: data.map((element) => element * factor) }
}
