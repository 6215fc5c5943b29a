import { checkNumbers } from '../../../base/check.ts'
import { GatecastError } from '../../../base/error.ts'

export type Numbers = ArrayLike<number>

/**
 * The mean of one number for each point. It skips points whose actual value is NaN (missing), and points whose number
 * is `undefined`. The mean is NaN if no point remains, and if a forecast is NaN: such a forecast is wrong, not missing.
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

/**
 * Two sums over the points whose actual value is not NaN, for example of errors and of values. A sum is NaN if no point
 * remains, and if a forecast is NaN.
 */
export function sumsOver(actual: Numbers, of: (i: number) => readonly [number, number]): [number, number] {
  let [first, second, count] = [0, 0, 0]
  for (let i = 0; i < actual.length; i++) {
    if (Number.isNaN(actual[i])) continue
    const [a, b] = of(i)
    first += a
    second += b
    count++
  }
  return count ? [first, second] : [Number.NaN, Number.NaN]
}

/**
 * Checks the arrays that a metric compares.
 *
 * @throws {GatecastError} `ERR_TYPE` for anything but numbers, `ERR_SHAPE` unless there is a number for each actual value
 */
export function checkAligned(actual: Numbers, others: Readonly<Record<string, Numbers>>): void {
  checkNumbers('actual', actual)
  for (const [name, values] of Object.entries(others)) {
    if (checkNumbers(name, values).length === actual.length) continue
    throw new GatecastError(
      'ERR_SHAPE',
      `Expected ${name} to have a number for each of ${actual.length} actual values, got ${values.length}`,
    )
  }
}
