// Draws sizes: mostly small ones, and some near the width of a vector.
import fc from 'fast-check'
import type { Dim } from '../../src/addon/types.ts'

export const few = fc.constantFrom(1, 2, 3, 4, 5, 7)

/** Draws sizes: small ones, and sizes near multiples of the number of floats in a vector register. */
export const wide = fc.oneof(
  { weight: 3, arbitrary: few },
  { weight: 2, arbitrary: fc.constantFrom(8, 9, 15, 16, 17, 31, 33) },
)

/** Draws the leading dimensions of a shape, from `minLength` to `maxLength` of them. */
export const leading = (minLength: number, maxLength: number): fc.Arbitrary<number[]> =>
  fc.array(fc.constantFrom(1, 2, 3, 5), { minLength, maxLength })

/** Draws batch and time; `symbolic` decides whether shapes have the symbols `batch` and `time` or the numbers. */
export const sequence = { batch: few, time: fc.constantFrom(1, 2, 3, 5, 6, 9), symbolic: fc.boolean() }

export interface Sequence {
  batch: number
  time: number
  symbolic: boolean
}

export const dims = ({ batch, time, symbolic }: Sequence): { B: Dim; T: Dim } =>
  symbolic ? { B: 'batch', T: 'time' } : { B: batch, T: time }

/** The values of `batch` and `time` if the first two dimensions of a shape are symbols. */
export const leadingSizes = (shape: readonly number[]): { batch: number; time: number } => ({
  batch: shape[0] ?? 1,
  time: shape[1] ?? 1,
})

/** The shape, with symbols for its first two dimensions if `symbolic`. */
export const symbols = (shape: readonly number[], symbolic: boolean): Dim[] =>
  shape.map((size, d) => (symbolic && d < 2 ? (['batch', 'time'] as const)[d] : size))
