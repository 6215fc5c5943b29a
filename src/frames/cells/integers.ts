/** The largest whole number up to which every whole number is a number of JavaScript. */
const largest = BigInt(Number.MAX_SAFE_INTEGER)

/** Whether a number holds a whole number exactly. */
const isExact = (value: bigint): boolean => value <= largest && value >= -largest

/**
 * Whole numbers as numbers, NaN where missing. If one of them is too large for a number, all stay bigints, which are
 * right as ids and are refused as numbers.
 */
export function wholeCells(values: readonly (bigint | null)[]): ArrayLike<number | bigint | null> {
  if (values.every((value) => value === null || isExact(value)))
    return Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value)))
  return values
}
