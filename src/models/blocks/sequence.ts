// The shapes of values in the networks. All values over time have three dimensions, also with one number for each step:
// so the same Program runs on a whole window and, if it can stream, on a single step.

import { concat, type Dim, repeat, reshape, type Shape, type Value } from '../../nn/index.ts'

export type Steps = number | 'time'
/** Features of each step. The Program checks the size of the time dimension. */
export type Sequence = Value<['batch', Dim, number]>
export type Row = Value<['batch', number]>

/** Joins parts along the features. A single part is returned as it is. */
export function join(parts: readonly Sequence[]): Sequence {
  const [first, ...rest] = parts
  return rest.length === 0 ? first : (concat<Shape, number>([first, ...rest], 2) as Sequence)
}

/** Joins parts along time. A single part is returned as it is. */
export function inTurn(parts: readonly Sequence[]): Sequence {
  const [first, ...rest] = parts
  return rest.length === 0 ? first : (concat<Shape, number>([first, ...rest], 1) as Sequence)
}

/** Joins rows. A single row is returned as it is. */
export function joinRows(rows: readonly Row[]): Row {
  const [first, ...rest] = rows
  return rest.length === 0 ? first : (concat<Shape, number>([first, ...rest], 1) as Row)
}

/** All steps of a sequence in one row. */
export const flattened = (x: Sequence): Row => reshape(x, [x.shape[0], Number(x.shape[1]) * widthOf(x)]) as Row

/** Repeats a row at every step. */
export function everyStep(row: Row, steps: Steps): Sequence {
  return repeat(reshape(row, [row.shape[0], 1, row.shape[1]]), { axis: 1, times: steps }) as Sequence
}

/** The last dimension of a value, which always is a number. */
export const widthOf = (value: { readonly shape: readonly Dim[] }): number => Number(value.shape.at(-1))
