// Chooses the smoothing of a series: the one with the smallest mean error over the last rows of training.

import { usualSize } from './path_errors.ts'
import { rareChanges } from './rare_changes.ts'
import { Smoother, type SmootherOptions, warmUpRows } from './smoother.ts'

/** More rows would not change the choice. */
const mostRows = 3000
/** A more complex smoothing must have a smaller error by this share. */
const gain = 0.01

/** Rows that `level` and `shape` look at: whole seasons of 8 rows or more, and not more than 48. */
export const pathOf = (season: number): number =>
  season === 1 ? 16 : Math.min(48, season * Math.max(1, Math.ceil(8 / season)))

/**
 * @param season - rows in a season, which is used if it makes errors smaller; 1 for none
 * @param pace - awaited after each trial
 */
export async function fitSmoother(
  history: Float64Array,
  season: number,
  pace: () => Promise<void>,
): Promise<SmootherOptions> {
  const values = history.subarray(Math.max(0, history.length - mostRows))
  const seasons = values.length >= 4 * season && season > 1 ? [1, season] : [1]
  const start = warmUpRows(seasons[seasons.length - 1])
  const rare = rareChanges(values).usual
  let best: SmootherOptions | undefined
  let least = Number.POSITIVE_INFINITY
  for (const own of seasons)
    for (const gamma of own > 1 ? [0.05, 0.2] : [0])
      for (const phi of [0, 0.4, 0.7, 0.9])
        for (const alpha of [0.01, 0.03, 0.1, 0.3, 0.6, 1]) {
          const options = { season: own, alpha, gamma, phi, sigma: firstSize(values, own, rare), path: pathOf(season) }
          const errors = errorsOf(values, options, start)
          await pace()
          const size = errors.reduce((sum, error) => sum + Math.abs(error), 0) / errors.length
          if (!(size < least * (1 - (best ? gain : 0)))) continue
          least = size
          best = { ...options, sigma: usualSize(errors, rare) }
        }
  const none = { season: 1, alpha: 0.1, gamma: 0, phi: 0, path: pathOf(season) }
  return best ?? { ...none, sigma: firstSize(values, 1, rare) }
}

function errorsOf(values: Float64Array, options: SmootherOptions, start: number): number[] {
  // The path is not needed here, and a short one costs less.
  const smoother = new Smoother({ ...options, path: 1 })
  const errors: number[] = []
  values.forEach((value, row) => {
    const { error } = smoother.next(value)
    if (row >= start && !Number.isNaN(error)) errors.push(error)
  })
  return errors
}

/** The size of errors before any is known, from changes over a season. */
function firstSize(values: Float64Array, season: number, rare: number): number {
  const changes = Array.from(values.subarray(season), (value, t) => (value - values[t]) / Math.SQRT2)
  return usualSize(changes, rare) || Number.MIN_VALUE
}
