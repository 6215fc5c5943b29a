import { GatecastError } from '../../../base/error.ts'

export type Numbers = ArrayLike<number>

/**
 * The mean of a number per point over the points that count: those whose actual value is there (not NaN), and whose
 * own number is defined (not `undefined`). NaN if none counts. A forecast that is NaN is not missing but wrong, and
 * makes the mean NaN.
 */
export function averageOver(actual: Numbers, of: (i: number) => number | undefined): number {
  let sum = 0
  let count = 0
  for (let i = 0; i < actual.length; i++) {
    if (Number.isNaN(actual[i])) continue
    const value = of(i)
    if (value === undefined) continue
    sum += value
    count++
  }
  return count ? sum / count : Number.NaN
}

/** @throws {GatecastError} `ERR_SHAPE` unless there is a number for each actual value */
export function checkAligned(actual: Numbers, others: Readonly<Record<string, Numbers>>): void {
  for (const [name, values] of Object.entries(others)) {
    if (values.length === actual.length) continue
    throw new GatecastError(
      'ERR_SHAPE',
      `Expected ${name} to have a number for each of ${actual.length} actual values, got ${values.length}`,
    )
  }
}
