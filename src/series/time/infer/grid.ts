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
  readonly places: readonly ArrayLike<number>[]
  /** The distance between the places of two steps. */
  readonly step: number
}

/**
 * Calls `read` with each distance above 0 between places that follow each other. A series may have millions of rows, and
 * arrays of their distances would take several times as long as the loop.
 */
function eachDistance(places: readonly ArrayLike<number>[], read: (size: number) => void): void {
  for (const series of places)
    for (let row = 1; row < series.length; row++) {
      const size = series[row] - series[row - 1]
      if (size > 0) read(size)
    }
}

/** The greatest common divisor of all distances between places. */
export function commonStep(places: readonly ArrayLike<number>[]): number {
  let step = 0
  eachDistance(places, (size) => {
    if (size !== step) step = commonDivisor(step, size)
  })
  return step
}

/** The smallest distance between two places. */
export function smallestStep(places: readonly ArrayLike<number>[]): number {
  let least = Number.POSITIVE_INFINITY
  eachDistance(places, (size) => {
    if (size < least) least = size
  })
  return least
}

/** How much of a grid the rows fill. */
export interface Filling {
  /** The share of the distances between rows that are one step. */
  readonly single: number
  /** The share of the steps between the first and the last row of each series that have no row. */
  readonly missing: number
}

export function fillingOf({ places, step }: Grid): Filling {
  let [steps, singles] = [0, 0]
  eachDistance(places, (size) => {
    steps++
    if (size === step) singles++
  })
  // Weekly rows beside daily ones are no gaps: reading them is an error that names the series.
  const own = places.filter((series) => commonStep([series]) === step)
  const counted = own.length ? own : places
  const rows = counted.reduce((sum, series) => sum + series.length, 0)
  let span = counted.length
  eachDistance(counted, (size) => {
    span += size / step
  })
  return { single: singles / steps, missing: 1 - rows / span }
}

/**
 * Returns whether most of the steps have no row, or fewer than half of the distances between rows are one step. Then the
 * grid is not the frequency of the rows: they come in groups, or at changing distances.
 */
export function isSparse(grid: Grid): boolean {
  const { single, missing } = fillingOf(grid)
  return single < 0.5 || missing > 0.5
}
