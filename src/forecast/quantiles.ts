import { shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'

/** The default levels of `predict`: the median and the 80 % interval. */
export const defaultLevels: readonly number[] = [0.1, 0.5, 0.9]

/** @throws {GatecastError} `ERR_TYPE` if it is no array, `ERR_RANGE` unless the levels ascend between 0 and 1 */
export function checkLevels(levels: readonly number[]): readonly number[] {
  if (!Array.isArray(levels))
    throw new GatecastError('ERR_TYPE', `Expected quantiles to be an array of levels, got ${shown(levels)}`)
  levels.forEach((level, i) => {
    if (typeof level === 'number' && level > (levels[i - 1] ?? 0) && level < 1) return
    throw new GatecastError(
      'ERR_RANGE',
      `Expected quantile levels that ascend between 0 and 1, for example [0.1, 0.5, 0.9], got [${levels.map(shown).join(', ')}]`,
    )
  })
  return levels
}

/** The index of a level, or -1. A level like (1 - 0.8) / 2 has a rounding error, so a small difference is ignored. */
export const levelIndex = (levels: readonly number[], level: number): number =>
  levels.findIndex((known) => Math.abs(known - level) < 1e-9)

/** Sorts, at each position, the values that several arrays have there. */
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

/** The numbers of a forecast, of which each array has the length of the mean. */
interface Quantiles {
  readonly mean: Float64Array
  readonly quantileLevels: readonly number[]
  readonly quantiles: readonly Float64Array[]
}

/** @throws {GatecastError} `ERR_SHAPE` unless there is an array of the right length for each level */
export function checkQuantiles({ mean, quantileLevels, quantiles }: Quantiles): void {
  if (quantiles.length !== quantileLevels.length)
    throw new GatecastError(
      'ERR_SHAPE',
      `Expected an array of quantiles for each of ${quantileLevels.length} levels, got ${quantiles.length}`,
    )
  for (const values of quantiles) checkCount('quantiles', values, mean.length)
}

/** @throws {GatecastError} `ERR_NOT_FINITE` naming the step and the series */
export function checkFinite(values: Float64Array, horizon: number, ids: readonly string[]): void {
  let bad = 0
  while (bad < values.length && Number.isFinite(values[bad])) bad++
  if (bad === values.length) return
  const step = (bad % horizon) + 1
  const id = ids[Math.floor(bad / horizon)]
  throw new GatecastError(
    'ERR_NOT_FINITE',
    `Expected a finite forecast, got ${values[bad]} at step ${step} of series "${id}"`,
  )
}
