import { Real } from '../graph/messages.ts'
import { given, type Lowering, shapeOf, whole } from '../program/call.ts'

export const layerNorm: Lowering = (call) => {
  const { graph, attributes, inputs } = call
  const width = Number(shapeOf(call, 0).at(-1))
  const gain = inputs[1] ?? graph.floats(new Array(width).fill(1))
  const epsilon = new Real(Number(attributes.epsilon ?? 1e-5))
  return [graph.op('LayerNormalization', [given(call, 0), gain, inputs[2] ?? null], { axis: -1, epsilon })]
}

export const softmax: Lowering = (call) => [
  call.graph.op('Softmax', [given(call, 0)], { axis: whole(call, 'axis', -1) }),
]

/** Dropout changes nothing outside of training. */
export const dropout: Lowering = (call) => [given(call, 0)]
