import { transposedOf } from '../graph/weights.ts'
import { given, type Lowering, shapeOf, whole } from '../program/call.ts'

export const linear: Lowering = (call) => {
  const { graph, inputs } = call
  const product = graph.op('MatMul', [given(call, 0), transposedOf(graph, given(call, 1))])
  return [inputs[2] ? graph.op('Add', [product, given(call, 2)]) : product]
}

export const matmul: Lowering = (call) => {
  const { graph, attributes } = call
  const side = (index: number, isTransposed: unknown) => {
    if (!isTransposed) return given(call, index)
    const rank = shapeOf(call, index).length
    const perm = Array.from({ length: rank }, (_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis))
    return graph.op('Transpose', [given(call, index)], { perm })
  }
  return [graph.op('MatMul', [side(0, attributes.transposeA), side(1, attributes.transposeB)])]
}

export const embedding: Lowering = (call) => [call.graph.op('Gather', [given(call, 1), given(call, 0)], { axis: 0 })]

export const conv1d: Lowering = (call) => {
  const { graph, attributes, inputs } = call
  const kernel = Number(shapeOf(call, 1)[2])
  const dilation = whole(call, 'dilation', 1)
  const padding = attributes.padding ?? 'causal'
  const all = padding === 'valid' ? 0 : (kernel - 1) * dilation
  const before = padding === 'same' ? Math.floor(all / 2) : all
  const channelsFirst = graph.op('Transpose', [given(call, 0)], { perm: [0, 2, 1] })
  const y = graph.op('Conv', [channelsFirst, given(call, 1), inputs[2] ?? null], {
    kernel_shape: [kernel],
    dilations: [dilation],
    pads: [before, all - before],
  })
  return [graph.op('Transpose', [y], { perm: [0, 2, 1] })]
}
