// The two forms of a series as level and shape, and what each learns from the newest periods.

import { meanOf } from '../../method.ts'
import { type Carry, carriedOn, learnCarry } from './carry.ts'
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
  /** Mean absolute error, as a share of that of repeating the last value or the last period, whichever is smaller. */
  readonly share: number
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

/** What the forms learn from. */
export interface Past {
  readonly matrix: Periods
  readonly levels: Float64Array
  /** The forecast of each level by a regression that did not see it. */
  readonly fitted: Float64Array
  /** Periods in the longer season, 1 for none. */
  readonly cycle: number
  /** Steps of a period for which the share of errors is computed. */
  readonly steps: number
}

export function learn(form: Form, { matrix, levels, fitted, cycle, steps }: Past): Learned {
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
  const weight = errors.length / (errors.length + prior)
  const spreads = squaresAt.map((own) => scale * Math.sqrt(weight * own + (1 - weight) * squares))
  const rivals = rivalErrors(matrix.slice(first), steps)
  const share = meanSize(carriedOn(errors, ends, carry), steps) / rivals
  return { form, mix, carry, end: ends[ends.length - 1], squares, share, spreads, expected }
}

/** The mean absolute error of repeating the last value, or the last period, whichever is smaller. */
function rivalErrors(matrix: Periods, steps: number): number {
  const places = matrix[0].length
  const later = matrix.slice(1)
  const naive = later.map((row, i) => row.map((value) => value - matrix[i][places - 1]))
  const seasonal = later.map((row, i) => row.map((value, j) => value - matrix[i][j]))
  return Math.min(meanSize(naive, steps), meanSize(seasonal, steps))
}

const meanSize = (errors: readonly Float64Array[], steps: number): number =>
  meanOf(errors.map((own) => meanOf(own.subarray(0, steps).map(Math.abs))))

/** The standard deviation of the normal distribution whose central 80 % are as wide as those of the errors. */
function typicalSize(errors: readonly Float64Array[]): number {
  const sizes = Float64Array.from(errors.flatMap((error) => Array.from(error, Math.abs))).sort()
  return sizes[Math.floor(0.8 * (sizes.length - 1))] / 1.2815515655446004
}
