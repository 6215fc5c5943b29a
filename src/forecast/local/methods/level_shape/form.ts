// The two forms of a series as level and shape, and what each learns from the newest periods.

import { meanOf } from '../../method.ts'
import { type Carry, learnCarry } from './carry.ts'
import { learnMix, type Mix, mixed, type Periods, suggestionsFor } from './shape.ts'

/** `y = L + D`, or `y = L (1 + D)` if it is relative. */
export interface Form {
  readonly shapes: Periods
  valueOf(level: number, shape: number): number
}

export interface Learned {
  readonly form: Form
  readonly mix: Mix
  readonly carry: Carry
  /** The error of the last value, after its level is known. */
  readonly end: number
  /** Mean squared error of forecasts of one period. */
  readonly squares: number
  /** The standard deviation of the errors at each place of the season. */
  readonly spreads: Float64Array
  /** The shape that was expected of each period; `undefined` for the oldest ones. */
  readonly expected: readonly (Float64Array | undefined)[]
}

/** Number of newest periods that mix, carry and spread are learned from. */
const newest = 200
/** The spread of a place is estimated from its own errors and this many of all places. */
const prior = 10

/** Forms that the periods allow. Ratios need values of 0 or more, and levels that stay away from 0. */
export function formsOf(matrix: Periods, levels: Float64Array): Form[] {
  const least = 0.05 * meanOf(levels)
  const additive: Form = {
    shapes: matrix.map((row, i) => row.map((value) => value - levels[i])),
    valueOf: (level, shape) => level + shape,
  }
  const isRatio = matrix.every((row, i) => levels[i] > 0 && levels[i] > least && row.every((value) => value >= 0))
  if (!isRatio) return [additive]
  const relative: Form = {
    shapes: matrix.map((row, i) => row.map((value) => value / levels[i] - 1)),
    valueOf: (level, shape) => level * (1 + shape),
  }
  return [additive, relative]
}

/** @param fitted - the forecast of each level from those before it */
export function learn(form: Form, matrix: Periods, levels: Float64Array, fitted: Float64Array, cycle: number): Learned {
  const first = Math.max(cycle + 1, 2, matrix.length - newest)
  const mix = learnMix(form.shapes, cycle, first)
  const places = matrix[0].length
  const expected: (Float64Array | undefined)[] = new Array(first).fill(undefined)
  const errors: Float64Array[] = []
  const ends: number[] = []
  for (let i = first; i < matrix.length; i++) {
    const shape = mixed(suggestionsFor(form.shapes, i, 1, cycle), mix)
    const level = Number.isNaN(fitted[i]) ? levels[i] : fitted[i]
    expected.push(shape)
    ends.push(matrix[i][places - 1] - form.valueOf(levels[i], shape[places - 1]))
    errors.push(matrix[i].map((value, j) => value - form.valueOf(level, shape[j])))
  }
  const carry = learnCarry(errors, ends)
  const squaresAt = Float64Array.from({ length: places }, (_, j) => meanOf(errors.map((error) => error[j] ** 2)))
  const squares = meanOf(squaresAt)
  const scale = typicalSize(errors) / Math.sqrt(squares || 1)
  const share = errors.length / (errors.length + prior)
  const spreads = squaresAt.map((own) => scale * Math.sqrt(share * own + (1 - share) * squares))
  return { form, mix, carry, end: ends[ends.length - 1], squares, spreads, expected }
}

/** The standard deviation of the normal distribution whose central 80 % are as wide as those of the errors. */
function typicalSize(errors: readonly Float64Array[]): number {
  const sizes = Float64Array.from(errors.flatMap((error) => Array.from(error, Math.abs))).sort()
  return sizes[Math.floor(0.8 * (sizes.length - 1))] / 1.2815515655446004
}
