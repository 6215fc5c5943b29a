// Weights in another order. Runtimes want the weights of recurrent layers to be stored numbers, so stored weights are
// reordered here, and only weights that are computed are reordered by nodes.

import type { Graph, Name } from './graph.ts'

/** Rows of a weight in another order: row i of the result is row `order[i]`. */
export function rowsOf(graph: Graph, weight: Name, order: readonly number[]): Name {
  const stored = graph.constantOf(weight)
  if (stored?.type !== 'float') return graph.op('Gather', [weight, graph.ints(order)], { axis: 0 })
  const { shape, data } = stored
  const width = shape.slice(1).reduce((product, size) => product * size, 1)
  const rows = new Float32Array(order.length * width)
  const from = data as Float32Array
  order.forEach((row, i) => {
    rows.set(from.subarray(row * width, (row + 1) * width), i * width)
  })
  return graph.store(`${weight}.rows`, { type: 'float', shape: [order.length, ...shape.slice(1)], data: rows })
}

/** A matrix with rows and columns exchanged. */
export function transposedOf(graph: Graph, weight: Name): Name {
  const stored = graph.constantOf(weight)
  if (stored?.type !== 'float') return graph.op('Transpose', [weight], { perm: [1, 0] })
  const [rows, columns] = stored.shape
  const from = stored.data as Float32Array
  const data = new Float32Array(from.length)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) data[column * rows + row] = from[row * columns + column]
  return graph.store(`${weight}.transposed`, { type: 'float', shape: [columns, rows], data })
}

/** Two vectors, one after the other. */
export function joined(graph: Graph, first: Name, second: Name): Name {
  const [a, b] = [graph.constantOf(first), graph.constantOf(second)]
  if (a?.type !== 'float' || b?.type !== 'float') return graph.op('Concat', [first, second], { axis: 0 })
  const data = Float32Array.from([...(a.data as Float32Array), ...(b.data as Float32Array)])
  return graph.store(`${first}.joined`, { type: 'float', shape: [data.length], data })
}

/** The same numbers with a first dimension of size 1. */
export function withDirection(graph: Graph, weight: Name): Name {
  const stored = graph.constantOf(weight)
  if (stored === undefined) return graph.op('Unsqueeze', [weight, graph.ints([0])])
  return graph.store(`${weight}.onnx`, { ...stored, shape: [1, ...stored.shape] })
}
