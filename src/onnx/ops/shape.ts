import type { Dim } from '../../addon/index.ts'
import { type Call, given, type Lowering, shapeOf, whole } from '../program/call.ts'

export const concat: Lowering = (call) => [call.graph.op('Concat', call.inputs, { axis: whole(call, 'axis', 0) })]

/** The axis, counted from 0. */
function axisOf(call: Call): number {
  const axis = whole(call, 'axis', 0)
  return axis < 0 ? axis + shapeOf(call, 0).length : axis
}

export const slice: Lowering = (call) => {
  const { graph, outputs } = call
  const place = axisOf(call)
  const size = Number(shapeOf(call, 0)[place])
  const start = whole(call, 'start', 0)
  const from = start < 0 ? start + size : start
  const to = from + Number(outputs[0].shape[place])
  return [graph.op('Slice', [given(call, 0), graph.ints([from]), graph.ints([to]), graph.ints([place])])]
}

export const reshape: Lowering = (call) => [
  call.graph.op('Reshape', [given(call, 0), call.sizes.shape(call.outputs[0].shape)]),
]

export const transpose: Lowering = (call) => [
  call.graph.op('Transpose', [given(call, 0)], { perm: call.attributes.axes as number[] }),
]

export const patch: Lowering = (call) => {
  const { graph, sizes, outputs } = call
  const [size, stride] = [whole(call, 'size', 1), whole(call, 'stride', 1)]
  const count = Number(outputs[0].shape[1])
  const places = Array.from({ length: count * size }, (_, i) => Math.floor(i / size) * stride + (i % size))
  const gathered = graph.op('Gather', [given(call, 0), graph.ints(places)], { axis: 1 })
  return [graph.op('Reshape', [gathered, sizes.shape(outputs[0].shape)])]
}

export const repeat: Lowering = (call) => {
  const { graph, sizes, attributes } = call
  const axis = axisOf(call)
  const times = Array.from(shapeOf(call, 0), (_, i): Dim => (i === axis ? (attributes.times as Dim) : 1))
  return [graph.op('Tile', [given(call, 0), sizes.vector(times)])]
}

export const last: Lowering = (call) => {
  const { graph, inputs } = call
  const x = given(call, 0)
  if (!inputs[1]) return [graph.op('Gather', [x, graph.ints([-1], [])], { axis: 1 })]
  const lengths = graph.op('Unsqueeze', [graph.cast(given(call, 1), 'int64'), graph.ints([1])])
  const step = graph.op('Max', [graph.op('Sub', [lengths, graph.ints([1])]), graph.ints([0])])
  const found = graph.op('GatherND', [x, step], { batch_dims: 1 })
  return [graph.op('Where', [graph.op('Greater', [lengths, graph.ints([0])]), found, graph.float(0)])]
}

/** `ReduceMean` and `ReduceSum`. */
export const reduce =
  (type: string): Lowering =>
  (call) => {
    const { graph, attributes } = call
    const axes = attributes.axes as number[] | undefined
    const keepdims = attributes.keep ? 1 : 0
    return [graph.op(type, [given(call, 0), axes ? graph.ints(axes) : null], { keepdims })]
  }
