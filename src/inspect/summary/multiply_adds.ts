// The number of multiply-adds of each op, from its equations. Elementwise work is not counted.

import { countOf, type Operation, sizeOfDim } from '../subject/operations.ts'

type Sizes = { readonly batch: number; readonly time: number }
/** `size(i, axis)` is a size of input i, `result` the number of elements of the first output. */
type Count = (op: { size(input: number, axis: number): number; result: number }, operation: Operation) => number

const recurrent =
  (gates: number): Count =>
  ({ size }) => {
    const [batch, steps, features, units] = [size(0, 0), size(0, 1), size(0, 2), size(2, 1)]
    return batch * steps * gates * units * (features + units)
  }

const counts: Readonly<Record<string, Count>> = {
  rnn: recurrent(1),
  gru: recurrent(3),
  lstm: recurrent(4),
  // The products of the input are a `linear` before it.
  sLstm: ({ size, result }) => 4 * result * size(1, 1),
  linear: ({ size, result }) => result * size(1, 1),
  matmul: ({ size, result }, { attributes, reads }) => {
    const rank = reads[0]?.shape.length ?? 0
    return result * size(0, attributes.transposeA ? rank - 2 : rank - 1)
  },
  conv1d: ({ size, result }) => result * size(1, 1) * size(1, 2),
  attention: ({ size }, { attributes }) => {
    const [batch, queries, width] = [size(0, 0), size(0, 1), size(0, 2)]
    const [keys, values] = [size(1, 1), size(2, 2)]
    const pairs = attributes.causal ? (queries * (queries + 1)) / 2 : queries * keys
    return batch * pairs * (width + values)
  },
}

/** Multiply-adds of one forward pass; 0 for an op without products. */
export function multiplyAddsOf(operation: Operation, sizes: Sizes): number {
  const count = counts[operation.kind]
  if (!count) return 0
  const size = (input: number, axis: number) => sizeOfDim(operation.reads[input]?.shape[axis] ?? 1, sizes)
  return count({ size, result: countOf(operation.gives[0].shape, sizes) }, operation)
}
