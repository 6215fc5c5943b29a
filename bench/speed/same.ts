import type { Tensor } from 'gatecast/nn'

/** Throws unless both results are equal within 1e-4 of the largest number: contestants must do the same work. */
export function checkSame(what: string, ours: Tensor, theirs: Tensor, tolerance = 1e-4): void {
  const [a, b] = [ours.data, theirs.data]
  if (a.length !== b.length) throw new Error(`Expected ${a.length} numbers from ${what}, got ${b.length}`)
  let largest = 0
  let difference = 0
  for (let i = 0; i < a.length; i++) {
    largest = Math.max(largest, Math.abs(a[i]))
    const own = Math.abs(a[i] - b[i])
    if (!(own <= difference)) difference = own // true also for NaN
  }
  if (difference < tolerance * largest) return // false if all numbers are 0
  throw new Error(
    `Expected the same numbers from ${what}, got a difference of ${difference} where ${largest} is largest`,
  )
}
