// rnn, lstm and gru as the ops of ONNX. There the weights of the gates have another order, batch comes second, and there
// is a dimension of directions.

import type { Graph, Name } from '../graph/graph.ts'
import { joined, rowsOf, withDirection } from '../graph/weights.ts'
import { type Call, given, type Lowering, shapeOf } from '../program/call.ts'

interface Cell {
  readonly type: 'RNN' | 'LSTM' | 'GRU'
  /** The place of each gate of ONNX among ours. */
  readonly gates: readonly number[]
  readonly states: readonly string[]
}

const cells: Readonly<Record<string, Cell>> = {
  rnn: { type: 'RNN', gates: [0], states: ['hidden'] },
  // Ours i, f, g, o; ONNX i, o, f, g.
  lstm: { type: 'LSTM', gates: [0, 3, 1, 2], states: ['hidden', 'cell'] },
  // Ours r, z, n; ONNX z, r, n.
  gru: { type: 'GRU', gates: [1, 0, 2], states: ['hidden'] },
}

/** Inputs are x, weight_ih, weight_hh, bias_ih, bias_hh, the states and lengths. */
const firstState = 5

export const recurrent: Lowering = (call) => {
  const { graph, attributes, inputs, outputs } = call
  const { type, gates, states } = cells[call.kind]
  const hiddenSize = Number(shapeOf(call, 2)[1])
  const order = gates.flatMap((gate) => Array.from({ length: hiddenSize }, (_, unit) => gate * hiddenSize + unit))
  const weight = (index: number) => withDirection(graph, rowsOf(graph, given(call, index), order))
  const noBias = () => graph.floats(new Array(order.length).fill(0))
  const bias = (index: number) => (inputs[index] ? rowsOf(graph, given(call, index), order) : noBias())
  const biases = inputs[3] || inputs[4] ? withDirection(graph, joined(graph, bias(3), bias(4))) : null
  const first = states.map((state, i) => beforeOf(call, state, firstState + i))
  const lengths = inputs[firstState + states.length] ?? null
  const results = graph.node(
    type,
    [
      graph.op('Transpose', [given(call, 0)], { perm: [1, 0, 2] }),
      weight(1),
      weight(2),
      biases,
      lengths,
      ...first.map((state) => state && graph.op('Unsqueeze', [state, graph.ints([0])])),
    ],
    {
      hidden_size: hiddenSize,
      direction: attributes.reverse ? 'reverse' : 'forward',
      ...(type === 'RNN' ? { activations: [attributes.nonlinearity === 'relu' ? 'Relu' : 'Tanh'] } : {}),
      ...(type === 'GRU' ? { linear_before_reset: attributes.reset === 'before' ? 0 : 1 } : {}),
    },
    1 + states.length,
  )
  // [time, directions, batch, H]
  const output = graph.op('Transpose', [graph.op('Squeeze', [results[0], graph.ints([1])])], { perm: [1, 0, 2] })
  const last = results.slice(1).map((state) => graph.op('Squeeze', [state, graph.ints([0])]))
  const values = lengths === null ? [output, ...last] : keepEmpty(graph, lengths, [output, ...last], first)
  states.forEach((state, i) => {
    call.states?.after(call.name, state, outputs[1 + i].shape, values[1 + i])
  })
  return values
}

/** The state before the first step, if it is given or carried. */
export function beforeOf({ inputs, states, name, outputs }: Call, state: string, index: number): Name | null {
  if (inputs[index] || states === null) return inputs[index] ?? null
  return states.before(name, state, [outputs[0].shape[0], outputs[0].shape[2]])
}

/** Rows without a step give zeros and keep their first state. Runtimes differ there. */
function keepEmpty(graph: Graph, lengths: Name, values: readonly Name[], first: readonly (Name | null)[]): Name[] {
  const hasSteps = graph.op('Unsqueeze', [graph.op('Greater', [lengths, int32(graph, 0)]), graph.ints([1])])
  const [output, ...last] = values
  const rows = graph.op('Unsqueeze', [hasSteps, graph.ints([2])])
  return [
    graph.op('Where', [rows, output, graph.float(0)]),
    ...last.map((state, i) => graph.op('Where', [hasSteps, state, first[i] ?? graph.float(0)])),
  ]
}

const int32 = (graph: Graph, value: number): Name => graph.cast(graph.ints([value], []), 'int32')
