// Ops that run step by step and are no op of ONNX: loops over the time dimension, whose body is a graph of one step.

import type { Graph, Name } from '../graph/graph.ts'
import { type Call, given, type Lowering, shapeOf } from '../program/call.ts'
import { beforeOf } from './recurrent.ts'

/** One step of a loop: the states and what is read of the step become the next states and what is written. */
interface Step {
  readonly states: readonly Name[]
  readonly outputs: readonly Name[]
}

interface Loop {
  /** States before the first step, `[batch, width]`, with their widths. */
  readonly states: readonly { readonly value: Name; readonly width: number }[]
  /** Sequences `[batch, time, width]`, with their widths. */
  readonly reads: readonly { readonly value: Name; readonly width: number }[]
  /** Widths of the sequences that it writes. */
  readonly writes: readonly number[]
  step(body: Graph, states: readonly Name[], reads: readonly Name[]): Step
}

/** Adds a loop; returns the last states and the sequences that it writes. */
export function scanOf(graph: Graph, { states, reads, writes, step }: Loop): Name[] {
  const body = graph.body()
  const shape = (width: number) => ['rows', width] as const
  const inputs = states.map(({ width }) => body.bodyInput('float', shape(width)))
  const read = reads.map(({ width }) => body.bodyInput('float', shape(width)))
  const next = step(body, inputs, read)
  next.states.forEach((value, i) => {
    body.bodyOutput(value, 'float', shape(states[i].width))
  })
  next.outputs.forEach((value, i) => {
    body.bodyOutput(value, 'float', shape(writes[i]))
  })
  return graph.node(
    'Scan',
    [...states, ...reads].map(({ value }) => value),
    {
      body,
      num_scan_inputs: reads.length,
      scan_input_axes: reads.map(() => 1),
      scan_output_axes: writes.map(() => 1),
    },
    states.length + writes.length,
  )
}

/** A state of zeros for each row of the batch. */
const zeros = ({ graph, sizes, outputs }: Call, width: number): Name =>
  graph.op('Expand', [graph.floats([0], [1, 1]), sizes.vector([outputs[0].shape[0], width])])

export const scan: Lowering = (call) => {
  const { graph, outputs } = call
  const width = Number(shapeOf(call, 0)[2])
  const [hidden, output] = scanOf(graph, {
    states: [{ value: beforeOf(call, 'hidden', 2) ?? zeros(call, width), width }],
    reads: [0, 1].map((index) => ({ value: given(call, index), width })),
    writes: [width],
    step(body, [h], [a, b]) {
      const next = body.op('Add', [body.op('Mul', [a, h]), b])
      return { states: [next], outputs: [next] }
    },
  })
  call.states?.after(call.name, 'hidden', outputs[1].shape, hidden)
  return [output, hidden]
}

const exponentialStates = ['hidden', 'cell', 'normaliser', 'stabiliser']

export const sLstm: Lowering = (call) => {
  const { graph, attributes, outputs } = call
  const width = Number(outputs[0].shape[2])
  const ofHead = Number(shapeOf(call, 1)[1])
  const heads = width / ofHead
  // Rows of the weights are gate, head, unit; a head multiplies its own units: [heads, units of before, gates * units].
  const split = graph.op('Reshape', [given(call, 1), graph.ints([4, heads, ofHead, ofHead])])
  const weights = graph.op('Reshape', [
    graph.op('Transpose', [split], { perm: [1, 3, 0, 2] }),
    graph.ints([heads, ofHead, 4 * ofHead]),
  ])
  const first = exponentialStates.map((state, i) => ({
    value: beforeOf(call, state, 2 + i) ?? zeros(call, width),
    width,
  }))
  const [h, c, n, m, output] = scanOf(graph, {
    states: first,
    reads: [{ value: given(call, 0), width: 4 * width }],
    writes: [width],
    step(body, [h, c, n, m], [x]) {
      const byHead = body.op('Transpose', [body.op('Reshape', [h, body.ints([-1, heads, ofHead])])], {
        perm: [1, 0, 2],
      })
      const products = body.op('Reshape', [body.op('MatMul', [byHead, weights]), body.ints([heads, -1, 4, ofHead])])
      const recurrent = body.op('Reshape', [
        body.op('Transpose', [products], { perm: [1, 2, 0, 3] }),
        body.ints([-1, 4 * width]),
      ])
      const gates = body.node('Split', [body.op('Add', [x, recurrent])], { axis: 1, num_outputs: 4 }, 4)
      const next = exponentialCell(body, gates, { c, n, m }, attributes.forget === 'exponential')
      return { states: next, outputs: [next[0]] }
    },
  })
  const states = [h, c, n, m]
  states.forEach((value, i) => {
    call.states?.after(call.name, exponentialStates[i], outputs[1 + i].shape, value)
  })
  return [output, ...states]
}

/** One step of the cell of docs/ops.md. While the normaliser is 0 there is no state, so the stabiliser is that of the input. */
function exponentialCell(
  g: Graph,
  [input, forget, z, o]: readonly Name[],
  { c, n, m }: { readonly c: Name; readonly n: Name; readonly m: Name },
  isExponential: boolean,
): Name[] {
  const logForget = isExponential ? forget : g.op('Neg', [g.op('Softplus', [g.op('Neg', [forget])])])
  const kept = g.op('Add', [logForget, m])
  const isFresh = g.op('Equal', [n, g.float(0)])
  const next = g.op('Where', [isFresh, input, g.op('Max', [input, kept])])
  const takes = g.op('Exp', [g.op('Sub', [input, next])])
  const keeps = g.op('Where', [isFresh, g.float(0), g.op('Exp', [g.op('Sub', [kept, next])])])
  const cell = g.op('Add', [g.op('Mul', [keeps, c]), g.op('Mul', [takes, g.op('Tanh', [z])])])
  const normaliser = g.op('Add', [g.op('Mul', [keeps, n]), takes])
  const hidden = g.op('Mul', [g.op('Sigmoid', [o]), g.op('Div', [cell, normaliser])])
  return [hidden, cell, normaliser, next]
}

export const smoothing: Lowering = (call) => {
  const { graph } = call
  const season = Number(shapeOf(call, 5)[1])
  const steps = (index: number) => ({
    value: graph.op('Unsqueeze', [given(call, index), graph.ints([2])]),
    width: 1,
  })
  const [alpha, gamma] = [given(call, 2), given(call, 3)]
  const [, , levels, seasons] = scanOf(graph, {
    states: [
      { value: given(call, 4), width: 1 },
      { value: given(call, 5), width: season },
    ],
    reads: [steps(0), steps(1)],
    writes: [1, 1],
    // The first of the coming seasons is that of the step; the new one follows the others.
    step(body, [level, ahead], [y, mask]) {
      const part = (from: number, to: number) =>
        body.op('Slice', [ahead, body.ints([from]), body.ints([to]), body.ints([1])])
      const s = part(0, 1)
      const isSeen = body.op('Not', [body.op('Equal', [mask, body.float(0)])])
      const blend = (share: Name, value: Name, old: Name) => {
        const rest = body.op('Mul', [body.op('Sub', [body.float(1), share]), old])
        return body.op('Where', [isSeen, body.op('Add', [body.op('Mul', [share, value]), rest]), old])
      }
      const nextLevel = blend(alpha, body.op('Sub', [y, s]), level)
      const nextSeason = blend(gamma, body.op('Sub', [y, nextLevel]), s)
      const others = season > 1 ? [part(1, season)] : []
      return {
        states: [nextLevel, body.op('Concat', [...others, nextSeason], { axis: 1 })],
        outputs: [nextLevel, nextSeason],
      }
    },
  })
  const flat = (x: Name) => graph.op('Squeeze', [x, graph.ints([2])])
  return [flat(levels), graph.op('Concat', [given(call, 5), flat(seasons)], { axis: 1 })]
}
