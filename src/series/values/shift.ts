/** The values of `steps` rows ago (ahead, if negative); missing where there is no such row. */
export function shift(values: Float64Array, steps: number): Float64Array {
  const result = new Float64Array(values.length).fill(Number.NaN)
  if (steps >= 0) result.set(values.subarray(0, Math.max(0, values.length - steps)), Math.min(steps, values.length))
  else result.set(values.subarray(Math.min(-steps, values.length)))
  return result
}
