// The shapes that the networks are made of. Everything that goes along time has three dimensions, one number per step
// included: then one Program serves a whole window and, where it can stream, a single step.

import { concat, type Dim, repeat, reshape, type Shape, type Value } from '../../nn/index.ts'

export type Steps = number | 'time'
/** Features step by step; the size of the time dimension is left to the Program to check. */
export type Sequence = Value<['batch', Dim, number]>
export type Row = Value<['batch', number]>

/** Joined feature by feature; one part is left as it is. */
export function join(parts: readonly Sequence[]): Sequence {
  const [first, ...rest] = parts
  return rest.length === 0 ? first : (concat<Shape, number>([first, ...rest], 2) as Sequence)
}

/** One part after the other in time. */
export function inTurn(parts: readonly Sequence[]): Sequence {
  const [first, ...rest] = parts
  return rest.length === 0 ? first : (concat<Shape, number>([first, ...rest], 1) as Sequence)
}

/** The same numbers at every step. */
export function everyStep(row: Row, steps: Steps): Sequence {
  return repeat(reshape(row, ['batch', 1, row.shape[1]]), { axis: 1, times: steps }) as Sequence
}

/** The last dimension of a value, which is fixed in all of them. */
export const widthOf = (value: { readonly shape: readonly Dim[] }): number => Number(value.shape.at(-1))
