// A stack of recurrent layers in ONNX, from weights with the names of PyTorch and gatecast.
//
// ONNX has other orders of the gates (LSTM i, o, f, c; GRU z, r, h), sequences as [time, batch, features], and outputs
// as [time, directions, batch, H]. With linear_before_reset, the reset gate of a GRU acts after the recurrent product.

import type { Tensor } from 'gatecast/nn'
import type { RecurrentCase } from '../cases.ts'
import type { OnnxModel, OnnxNode } from './onnx_model.ts'

const gateOrder = { lstm: [0, 3, 1, 2], gru: [1, 0, 2], rnn: [0] }

/**
 * @param states - first states of a single LSTM, `hidden` and `cell`; then `hidden0` and `cell0` are outputs as well
 */
export function onnxRecurrent(
  { cell, hidden, batch, time, layers, bidirectional }: RecurrentCase,
  parameters: Readonly<Record<string, Tensor>>,
  x: Tensor,
  states: Readonly<Record<string, Tensor>> = {},
): OnnxModel {
  const nodes: OnnxNode[] = []
  const weights: Record<string, Tensor | readonly number[]> = {}
  const directions = bidirectional ? 2 : 1
  let from = 'x'
  for (let l = 0; l < layers; l++) {
    const suffixes = bidirectional ? [`l${l}`, `l${l}_reverse`] : [`l${l}`]
    const gates = (name: string) =>
      suffixes.map((suffix) => reordered(parameters[`${name}_${suffix}`], gateOrder[cell]))
    weights[`W${l}`] = stacked(gates('weight_ih'))
    weights[`R${l}`] = stacked(gates('weight_hh'))
    const [ih, hh] = [gates('bias_ih'), gates('bias_hh')]
    weights[`B${l}`] = stacked(ih.map((bias, d) => joined(bias, hh[d])))
    nodes.push({
      op: cell.toUpperCase(),
      inputs: [from, `W${l}`, `R${l}`, `B${l}`, '', ...Object.keys(states)],
      outputs: [`Y${l}`, `hidden${l}`, ...(cell === 'lstm' ? [`cell${l}`] : [])],
      attributes: {
        hidden_size: hidden,
        direction: bidirectional ? 'bidirectional' : 'forward',
        ...(cell === 'gru' && { linear_before_reset: 1 }),
      },
    })
    if (bidirectional) {
      weights.together = [time, batch, directions * hidden]
      nodes.push(
        { op: 'Transpose', inputs: [`Y${l}`], outputs: [`T${l}`], attributes: { perm: [0, 2, 1, 3] } },
        { op: 'Reshape', inputs: [`T${l}`, 'together'], outputs: [`out${l}`] },
      )
    } else {
      weights.axis = [1]
      nodes.push({ op: 'Squeeze', inputs: [`Y${l}`, 'axis'], outputs: [`out${l}`] })
    }
    from = `out${l}`
  }
  const last = Object.keys(states).length > 0 ? ['hidden0', 'cell0'] : []
  return { nodes, weights, inputs: { x, ...states }, outputs: [from, ...last] }
}

function reordered({ shape, data }: Tensor, order: readonly number[]): Tensor {
  const block = data.length / order.length
  const out = new Float32Array(data.length)
  for (const [to, from] of order.entries())
    out.set((data as Float32Array).subarray(from * block, (from + 1) * block), to * block)
  return { shape, data: out }
}

const joined = (a: Tensor, b: Tensor): Tensor => ({
  shape: [a.data.length + b.data.length],
  data: Float32Array.of(...a.data, ...b.data),
})

const stacked = (parts: readonly Tensor[]): Tensor => {
  const size = parts[0].data.length
  const data = new Float32Array(parts.length * size)
  for (const [i, part] of parts.entries()) data.set(part.data, i * size)
  return { shape: [parts.length, ...parts[0].shape], data }
}
