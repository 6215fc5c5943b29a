import { GatecastError } from '../base/error.ts'

/** The levels of `predict` if none are named: the median and the 80 % interval. */
export const defaultLevels: readonly number[] = [0.1, 0.5, 0.9]

/** @throws {GatecastError} `ERR_RANGE` unless the levels ascend between 0 and 1 */
export function checkLevels(levels: readonly number[]): readonly number[] {
  if (!Array.isArray(levels))
    throw new GatecastError('ERR_TYPE', `Expected quantiles to be an array of levels, got ${typeof levels}`)
  levels.forEach((level, i) => {
    if (typeof level === 'number' && level > (levels[i - 1] ?? 0) && level < 1) return
    throw new GatecastError(
      'ERR_RANGE',
      `Expected quantile levels that ascend between 0 and 1, such as [0.1, 0.5, 0.9], got [${levels.join(', ')}]`,
    )
  })
  return levels
}

/** Where a level is, or -1. Levels such as (1 - 0.8) / 2 carry rounding errors. */
export const levelIndex = (levels: readonly number[], level: number): number =>
  levels.findIndex((known) => Math.abs(known - level) < 1e-9)

/** Puts the values of several arrays in ascending order, position by position. */
export function sortAcross(arrays: readonly Float64Array[]): void {
  const values = new Float64Array(arrays.length)
  for (let i = 0; i < (arrays[0]?.length ?? 0); i++) {
    let sorted = true
    for (let level = 0; level < arrays.length; level++) {
      values[level] = arrays[level][i]
      sorted &&= level === 0 || values[level] >= values[level - 1]
    }
    if (sorted) continue
    values.sort()
    for (let level = 0; level < arrays.length; level++) arrays[level][i] = values[level]
  }
}

export function checkCount(what: string, values: { length: number }, count: number): void {
  if (values.length === count) return
  throw new GatecastError('ERR_SHAPE', `Expected ${count} numbers in ${what} of the forecast, got ${values.length}`)
}
