/** An array with its shape, its name and the names of its dimensions. */
export interface NamedArray {
  /** What the numbers are, for example `lstm0.forget`. */
  readonly name: string
  /** The name of each dimension, for example `sample`, `step`, `unit`. */
  readonly axes: readonly string[]
  /** The size of each dimension. */
  readonly shape: readonly number[]
  /** The numbers, row-major. */
  readonly data: Float32Array
}

export const namedArray = (
  name: string,
  axes: readonly string[],
  shape: readonly number[],
  data: Float32Array,
): NamedArray => ({ name, axes, shape, data })
