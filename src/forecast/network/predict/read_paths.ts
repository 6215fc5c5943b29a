// Computes means and quantiles from the paths that a network drew.

import type { Paths } from '../../../addon/index.ts'
import type { Readout } from '../../../models/index.ts'

/**
 * Writes means and quantiles of paths `[series, paths, horizon]` into `into`. `from` is the index of the first series.
 */
export function readPaths({ shape, data }: Paths, levels: readonly number[], into: Readout, from: number): void {
  const [series, paths, horizon] = shape
  const sample = new Float64Array(paths)
  for (let s = 0; s < series; s++)
    for (let step = 0; step < horizon; step++) {
      let sum = 0
      for (let path = 0; path < paths; path++) {
        sample[path] = data[(s * paths + path) * horizon + step]
        sum += sample[path]
      }
      sample.sort()
      const place = (from + s) * horizon + step
      into.mean[place] = sum / paths
      levels.forEach((level, i) => {
        into.quantiles[i][place] = sampleQuantile(sample, level)
      })
    }
}

/** The quantile of an ascending sample, interpolated linearly between values (type 7 of Hyndman and Fan 1996). */
export function sampleQuantile(sorted: Float64Array, level: number): number {
  const place = level * (sorted.length - 1)
  const below = Math.floor(place)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (place - below) * (sorted[above] - sorted[below])
}
