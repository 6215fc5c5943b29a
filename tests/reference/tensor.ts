/** A row-major tensor in double precision. The references take and return such tensors. */
export interface DoubleTensor {
  readonly shape: readonly number[]
  readonly data: Float64Array
}

export const count = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1)

export const zeros = (shape: readonly number[]): DoubleTensor => ({ shape, data: new Float64Array(count(shape)) })

export const scalar = (value: number): DoubleTensor => ({ shape: [], data: Float64Array.of(value) })

export function offset(shape: readonly number[], index: readonly number[]): number {
  let position = 0
  for (let d = 0; d < shape.length; d++) position = position * shape[d] + index[d]
  return position
}

export const at = (x: DoubleTensor, index: readonly number[]): number => x.data[offset(x.shape, index)]

/** Calls `visit` with every index of `shape` in row-major order. All calls get the same array: copy it to keep it. */
export function forEachIndex(shape: readonly number[], visit: (index: number[], position: number) => void): void {
  const index = shape.map(() => 0)
  const n = count(shape)
  for (let position = 0; position < n; position++) {
    visit(index, position)
    for (let d = shape.length - 1; d >= 0 && ++index[d] === shape[d]; d--) index[d] = 0
  }
}

/** The tensor whose element at each index is `value(index)`. */
export function build(shape: readonly number[], value: (index: readonly number[]) => number): DoubleTensor {
  const y = zeros(shape)
  forEachIndex(shape, (index, position) => {
    y.data[position] = value(index)
  })
  return y
}

/** `index` with the entry of one axis replaced. */
export const replaced = (index: readonly number[], axis: number, value: number): number[] =>
  index.map((entry, d) => (d === axis ? value : entry))
