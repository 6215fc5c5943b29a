/** A single far value must not make the path of all rows after it look far: errors count up to this number of spreads. */
export const farthest = 3

/**
 * Mean and root mean square of the errors of a path, each at most `farthest` spreads; NaN if fewer than half are known.
 *
 * @param errorAt - the error of each step
 */
export function pathErrors(steps: number, errorAt: (step: number) => number, spread: number) {
  const limit = farthest * spread
  let sum = 0
  let squares = 0
  let count = 0
  for (let step = 0; step < steps; step++) {
    const error = errorAt(step)
    if (Number.isNaN(error)) continue
    const limited = Math.min(limit, Math.max(-limit, error))
    sum += limited
    squares += limited * limited
    count++
  }
  if (2 * count < steps) return { level: Number.NaN, shape: Number.NaN }
  return { level: sum / count, shape: Math.sqrt(squares / count) }
}

/**
 * The usual size of errors: the standard deviation of normal numbers with the same median size.
 *
 * @param rare - the mean size of a change, in a series that seldom changes; else 0
 */
export function usualSize(errors: readonly number[], rare: number): number {
  const sizes = Float64Array.from(errors, Math.abs)
    .filter((size) => !Number.isNaN(size))
    .sort()
  if (sizes.length === 0) return Number.NaN
  const median = 1.4826 * sizes[sizes.length >> 1]
  const mean = 1.2533 * sizes.reduce((sum, size) => sum + size / sizes.length, 0)
  // An outlier moves the mean of all errors, but not the size of a usual change.
  return Math.max(median > 0 || rare > 0 ? median : mean, rare, Number.MIN_VALUE)
}
