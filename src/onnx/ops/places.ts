// Ops that count time steps.

import type { Dim } from '../../addon/index.ts'
import type { Name } from '../graph/graph.ts'
import { type Call, given, type Lowering, shapeOf, whole } from '../program/call.ts'

export const positions: Lowering = (call) => {
  const { graph, sizes } = call
  return [graph.cast(graph.op('Unsqueeze', [sizes.steps(shapeOf(call, 0)[1]), graph.ints([0])]), 'int32')]
}

export const rotary: Lowering = (call) => {
  const { graph, sizes, attributes } = call
  const [batch, time, width] = shapeOf(call, 0)
  const heads = whole(call, 'heads', 1)
  const pairs = Number(width) / heads / 2
  const base = Number(attributes.base ?? 10000)
  const split = graph.op('Reshape', [given(call, 0), sizes.shape([batch, time, heads, pairs, 2])])
  const [first, second] = graph.node('Split', [split], { axis: 4, num_outputs: 2 }, 2)
  const [sine, cosine] = [0, Math.PI / 2].map((shift) => waves(call, time, pairs, base, shift))
  const turn = (a: Name, b: Name, type: string, [x, y]: readonly [Name, Name]) =>
    graph.op(type, [graph.op('Mul', [a, x]), graph.op('Mul', [b, y])])
  const rotated = [turn(first, second, 'Sub', [cosine, sine]), turn(first, second, 'Add', [sine, cosine])]
  return [graph.op('Reshape', [graph.op('Concat', rotated, { axis: 4 }), sizes.shape([batch, time, width])])]
}

/** sin(t base^(-i / pairs) + shift) of each step t, `[1, time, 1, pairs, 1]`. In float32 the angles of late steps would be rounded. */
function waves({ graph, sizes }: Call, time: Dim, pairs: number, base: number, shift: number): Name {
  const speeds = Array.from({ length: pairs }, (_, i) => base ** (-i / pairs))
  if (typeof time === 'number') {
    const angles = Array.from({ length: time }, (_, t) => speeds.map((speed) => Math.sin(t * speed + shift)))
    return graph.floats(angles.flat(), [1, time, 1, pairs, 1])
  }
  const steps = graph.op('Unsqueeze', [graph.cast(sizes.steps(time), 'double'), graph.ints([0, 2, 3, 4])])
  const angle = graph.op('Mul', [steps, graph.doubles(speeds, [1, 1, 1, pairs, 1])])
  return graph.cast(graph.op('Sin', [graph.op('Add', [angle, graph.double(shift)])]), 'float')
}
