import { commonDivisor } from '../common_divisor.ts'
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
  distancesOf(places).reduce((a, b) => Math.min(a, b))

/** The distances between rows, in steps. */
export const stepsOfGrid = ({ places, step }: Grid): number[] => distancesOf(places).map((size) => size / step)

/** Returns whether fewer than half of the distances between rows are one step: then most of the steps are missing. */
export function isSparse(grid: Grid): boolean {
  const steps = stepsOfGrid(grid)
  return steps.filter((size) => size === 1).length < 0.5 * steps.length
}
