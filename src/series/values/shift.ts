/** Moves values down by `steps` rows, or up if `steps` is negative. Rows without a value to move in are missing. */
export function shift(values: Float64Array, steps: number): Float64Array {
  const result = new Float64Array(values.length).fill(Number.NaN)
  if (steps >= 0) result.set(values.subarray(0, Math.max(0, values.length - steps)), Math.min(steps, values.length))
  else result.set(values.subarray(Math.min(-steps, values.length)))
  return result
}
