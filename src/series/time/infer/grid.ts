import { commonDivisor } from '../../../base/common_divisor.ts'
import type { Zone } from '../zone.ts'

/** Ascending times of some series, and the time zone in which their days are counted. */
export interface Sample {
  readonly times: readonly Float64Array[]
  readonly zone: Zone
}

/** A frequency on whose steps all rows lie, and the places of the rows. */
export interface Grid {
  readonly text: string
  /** The place of each row of each series. */
  readonly places: readonly (readonly number[])[]
  /** The distance between the places of two steps. */
  readonly step: number
}

const distancesOf = (places: readonly (readonly number[])[]): number[] =>
  places.flatMap((values) => values.slice(1).map((value, index) => value - values[index])).filter((size) => size > 0)

/** The greatest common divisor of all distances between places. */
export const commonStep = (places: readonly (readonly number[])[]): number =>
  distancesOf(places).reduce(commonDivisor, 0)

/** The smallest distance between two places. */
export const smallestStep = (places: readonly (readonly number[])[]): number =>
  distancesOf(places).reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)

/** The distances between rows, in steps. */
export const stepsOfGrid = ({ places, step }: Grid): number[] => distancesOf(places).map((size) => size / step)

/** How much of a grid the rows fill. */
export interface Filling {
  /** The share of the distances between rows that are one step. */
  readonly single: number
  /** The share of the steps between the first and the last row of each series that have no row. */
  readonly missing: number
}

export function fillingOf(grid: Grid): Filling {
  const steps = stepsOfGrid(grid)
  // Weekly rows beside daily ones are no gaps: reading them is an error that names the series.
  const own = grid.places.filter((series) => commonStep([series]) === grid.step)
  const counted = own.length ? own : grid.places
  const rows = counted.reduce((sum, series) => sum + series.length, 0)
  const span = stepsOfGrid({ ...grid, places: counted }).reduce((sum, size) => sum + size, counted.length)
  return { single: steps.filter((size) => size === 1).length / steps.length, missing: 1 - rows / span }
}

/**
 * Returns whether most of the steps have no row, or fewer than half of the distances between rows are one step. Then the
 * grid is not the frequency of the rows: they come in groups, or at changing distances.
 */
export function isSparse(grid: Grid): boolean {
  const { single, missing } = fillingOf(grid)
  return single < 0.5 || missing > 0.5
}
