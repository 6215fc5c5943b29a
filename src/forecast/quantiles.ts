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

/**
 * The quantile function of the standard normal distribution; the relative error is below 1.2e-9.
 *
 * Source: Acklam 2003, a rational approximation in three pieces.
 */
export function normalQuantile(level: number): number {
  if (level > 0.5) return -normalQuantile(1 - level)
  if (level < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(level))
    return (
      (((((-7.784894002430293e-3 * q - 3.223964580411365e-1) * q - 2.400758277161838) * q - 2.549732539343734) * q +
        4.374664141464968) *
        q +
        2.938163982698783) /
      ((((7.784695709041462e-3 * q + 3.224671290700398e-1) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1)
    )
  }
  const q = level - 0.5
  const r = q * q
  return (
    ((((((-3.969683028665376e1 * r + 2.209460984245205e2) * r - 2.759285104469687e2) * r + 1.38357751867269e2) * r -
      3.066479806614716e1) *
      r +
      2.506628277459239) *
      q) /
    (((((-5.447609879822406e1 * r + 1.615858368580409e2) * r - 1.556989798598866e2) * r + 6.680131188771972e1) * r -
      1.328068155288572e1) *
      r +
      1)
  )
}
