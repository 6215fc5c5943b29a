// Turns the errors of a row into one score for each check. The units of a series are learned from the rows of training.

import { quantileOf, sortedPresent } from '../../../series/values/aggregate.ts'
import type { ErrorColumns, RowErrors } from '../errors/error_source.ts'
import { rareChanges } from '../errors/rare_changes.ts'

/** What the checks know about a series. It is JSON. */
export interface SeriesUnits {
  /** The usual one-step error and its spread. */
  readonly center: number
  readonly scale: number
  /** The usual mean error of a path and its spread: a series with a trend is ahead of a level all the time. */
  readonly pathCenter: number
  readonly pathScale: number
  /** The usual size of the errors of a path. */
  readonly shapeScale: number
  /** Rows in a season if errors differ from phase to phase, else 1. */
  readonly phases: number
  /** Values that differ by less are equal. */
  readonly same: number
  /** Smaller one-step errors are none; above 0 if values seldom change. */
  readonly none: number
}

/** The scores of a row, in the order of `checkNames`; NaN where nothing can be said. */
export type RowScores = readonly [value: number, level: number, shape: number, stuck: number]

const nothing: RowScores = [Number.NaN, Number.NaN, Number.NaN, Number.NaN]

/** The weight of a new error in the spread of its phase. */
const memory = 0.1
/** An error changes the spread of its phase by no more than this number of spreads. */
const most = 3
/** The units of a series come from this number of last rows of training at most. */
const mostRows = 20_000
/** The mean size of normal errors, in standard deviations. */
const meanSize = Math.sqrt(2 / Math.PI)

/** Follows one series row by row. */
export class Measure {
  readonly #units: SeriesUnits
  readonly #spreads: Float64Array
  #row = 0
  #held = Number.NaN
  #run = 0

  constructor(units: SeriesUnits) {
    this.#units = units
    this.#spreads = new Float64Array(units.phases).fill(units.scale)
  }

  /** The standard deviation that is expected of the error of the next row. */
  get scale(): number {
    return this.#spreads[this.#row % this.#spreads.length]
  }

  next(value: number, { error, width, level, shape }: RowErrors): RowScores {
    const phase = this.#row++ % this.#spreads.length
    if (Number.isNaN(value)) return nothing
    const { center, pathCenter, pathScale, shapeScale, same, none } = this.#units
    this.#run = Math.abs(value - this.#held) <= same ? this.#run + 1 : 1
    if (this.#run === 1) this.#held = value
    // Where nothing was expected, a run of equal values alone says too little.
    if (Number.isNaN(error)) return nothing
    const distance = Math.abs(error - center)
    const size = distance < none ? 0 : distance / width
    const scores: RowScores = [
      size / this.#spreads[phase],
      Math.abs(level - pathCenter) / pathScale,
      shape / shapeScale,
      this.#run,
    ]
    if (this.#spreads.length > 1) {
      const limited = Math.min(size / meanSize, most * this.#spreads[phase])
      this.#spreads[phase] += memory * (limited - this.#spreads[phase])
      // Errors of exactly 0 must not make the next error infinitely surprising.
      this.#spreads[phase] = Math.max(this.#spreads[phase], 0.05 * this.#units.scale)
    }
    return scores
  }
}

/**
 * Learns the units of a series.
 *
 * @param rows - number of rows of training
 * @param season - rows in a season; 1 for none
 * @returns `undefined` if fewer than ten rows have an error
 */
export function learnUnits(
  values: Float64Array,
  errors: ErrorColumns,
  rows: number,
  season: number,
): SeriesUnits | undefined {
  const from = Math.max(0, rows - mostRows)
  const known = values.subarray(from, rows)
  const rare = rareChanges(known)
  const floor = 1e-6 * spreadOf(known)
  const own = errors.error.subarray(from, rows)
  if (sortedPresent(own).length < 10) return undefined
  const one = unitsOf(own, floor, rare.usual)
  const path = unitsOf(errors.level.subarray(from, rows), floor, rare.usual)
  const shapes = sortedPresent(errors.shape.subarray(from, rows))
  const changes = sortedPresent(known.map((value, t, all) => Math.abs(value - all[t - 1])))
  return {
    center: one.center,
    scale: one.scale,
    pathCenter: path.center,
    pathScale: path.scale,
    shapeScale: Math.max(shapes.length ? quantileOf(shapes, 0.5) : 0, rare.usual || floor),
    phases: season > 1 && differs(own, one, season) ? season : 1,
    // Without neighbours that are both observed no change is known: then equal values alone are equal.
    same: changes.length > 0 ? 0.05 * quantileOf(changes, 0.5) : 0,
    none: rare.none,
  }
}

/** Median, and standard deviation of normal numbers with the same median distance from it. */
function unitsOf(values: Float64Array, floor: number, rare: number): { center: number; scale: number } {
  const sorted = sortedPresent(values)
  if (sorted.length === 0) return { center: 0, scale: 1 }
  const center = quantileOf(sorted, 0.5)
  const sizes = sorted.map((value) => Math.abs(value - center)).sort()
  const median = 1.4826 * quantileOf(sizes, 0.5)
  // More than half of the errors may be 0. An outlier moves their mean, but not the size of a usual change.
  const mean = sizes.reduce((sum, size) => sum + size / sizes.length, 0) / meanSize
  return { center, scale: rare > 0 ? Math.max(median, rare) : Math.max(median > 0 ? median : mean, floor) }
}

/** Whether the mean sizes of errors differ from phase to phase by more than twice what chance gives. */
function differs(errors: Float64Array, { center, scale }: { center: number; scale: number }, season: number): boolean {
  const sums = new Float64Array(season)
  const counts = new Float64Array(season)
  const sizes = errors.map((error) => Math.min(Math.abs(error - center) / scale, most))
  sizes.forEach((size, row) => {
    if (Number.isNaN(size)) return
    sums[row % season] += size
    counts[row % season]++
  })
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total < 8 * season) return false
  const mean = sums.reduce((sum, one) => sum + one, 0) / total
  const variance = sizes.reduce((sum, size) => (Number.isNaN(size) ? sum : sum + (size - mean) ** 2), 0) / total
  const between = sums.reduce((sum, one, phase) => {
    const count = counts[phase]
    return count ? sum + (count * (one / count - mean) ** 2) / variance : sum
  }, 0)
  return between > 2 * season
}

function spreadOf(values: Float64Array): number {
  const sorted = sortedPresent(values)
  const mean = sorted.reduce((sum, value) => sum + value / sorted.length, 0)
  return Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2 / sorted.length, 0))
}
