import type { Dim } from '../../addon/index.ts'
import type { Name } from '../graph/graph.ts'
import { type Call, given, type Lowering, shapeOf, whole } from '../program/call.ts'

/** A score that leaves no attention. Its exponential is 0 beside any other, and a row of them gives no NaN. */
const never = -1e30

export const attention: Lowering = (call) => {
  const { graph, sizes, attributes, outputs } = call
  const heads = whole(call, 'heads', 1)
  const size = Number(shapeOf(call, 0)[2]) / heads
  const scale = Number(attributes.scale ?? 1 / Math.sqrt(size))
  // [batch, time, heads * size] becomes [batch, heads, time, size].
  const byHead = (index: number) => {
    const [batch, time, width] = shapeOf(call, index)
    const split = graph.op('Reshape', [given(call, index), sizes.shape([batch, time, heads, Number(width) / heads])])
    return graph.op('Transpose', [split], { perm: [0, 2, 1, 3] })
  }
  const keys = graph.op('Transpose', [byHead(1)], { perm: [0, 1, 3, 2] })
  const scores = graph.op('MatMul', [graph.op('Mul', [byHead(0), graph.float(scale)]), keys])
  const seen = seenOf(call)
  const weights = seen === null ? graph.op('Softmax', [scores], { axis: -1 }) : masked(call, scores, seen)
  const found = graph.op('Transpose', [graph.op('MatMul', [weights, byHead(2)])], { perm: [0, 2, 1, 3] })
  return [graph.op('Reshape', [found, sizes.shape(outputs[0].shape)])]
}

/** A query that sees no key gives zeros. */
function masked({ graph }: Call, scores: Name, seen: Name): Name {
  const weights = graph.op('Softmax', [graph.op('Where', [seen, scores, graph.float(never)])], { axis: -1 })
  return graph.op('Where', [seen, weights, graph.float(0)])
}

/** The keys that a query sees, as bool that broadcasts to `[batch, heads, queries, keys]`; `null` for all. */
function seenOf(call: Call): Name | null {
  const { graph, sizes, attributes, inputs } = call
  const places = (dim: Dim, axes: number[]) => graph.op('Unsqueeze', [sizes.steps(dim), graph.ints(axes)])
  const [queries, keys] = [shapeOf(call, 0)[1], shapeOf(call, 1)[1]]
  const masks: Name[] = []
  if (attributes.causal) masks.push(graph.op('LessOrEqual', [places(keys, [0, 1, 2]), places(queries, [0, 1, 3])]))
  if (inputs[3]) {
    const lengths = graph.op('Unsqueeze', [graph.cast(given(call, 3), 'int64'), graph.ints([1, 2, 3])])
    masks.push(graph.op('Less', [places(keys, [0, 1, 2]), lengths]))
  }
  if (masks.length < 2) return masks[0] ?? null
  return graph.op('And', masks)
}
