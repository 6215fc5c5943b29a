/** The index of the first infinite number, or -1. */
export function firstInfinite(values: Float64Array): number {
  for (let row = 0; row < values.length; row++) if (Math.abs(values[row]) === Number.POSITIVE_INFINITY) return row
  return -1
}
