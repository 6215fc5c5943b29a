// The gates of a plain cell, a GRU or an LSTM at every step. The op itself keeps only its states, so the gates are computed
// again from its input, the state before each step and its weights: a small Program without a recurrence, for all steps at
// once.
//
//   rnn   candidate = f(W x + b_ih + R h + b_hh)
//   lstm  input, forget, output = sigmoid(..), candidate = tanh(..);  c = forget c + input candidate
//   gru   reset, update = sigmoid(..);  candidate = tanh(W x + b_ih + reset (R h + b_hh)), or with reset: 'before'
//         tanh(W x + b_ih + R (reset h) + b_hh)

import type { Tensor } from '../../../addon/index.ts'
import type { CallOptions } from '../../../base/abort.ts'
import { Turns } from '../../../base/resources/turns.ts'
import { add, input, linear, Model, multiply, relu, sigmoid, slice, tanh, type Value } from '../../../nn/index.ts'
import { type NamedArray, namedArray } from '../../subject/named_array.ts'
import type { Probe } from '../../subject/probe.ts'
import { type CellOp, gateNames } from './recurrent_ops.ts'
import { statesBefore } from './states_before.ts'

type Sequence = Value<['batch', 'time', number]>

/** The numbers of the values with a batch dimension that the gates of an op follow from. */
export const valuesForCell = ({ x, output, hidden, cell, lengths }: CellOp): number[] =>
  [x, output, hidden, cell, lengths].filter((value) => value !== null)

/**
 * Computes the gates and states of an op.
 *
 * @param model - that of `cellModel`
 * @param values - the values of `valuesForCell`
 */
export async function cellGates(
  op: CellOp,
  model: Model,
  values: ReadonlyMap<number, Tensor>,
  call: CallOptions,
): Promise<NamedArray[]> {
  const of = (value: number | null) => (value === null ? null : (values.get(value) as Tensor))
  const x = of(op.x) as Tensor
  const output = of(op.output) as Tensor
  const [batch, steps] = x.shape
  const valid = Int32Array.from(of(op.lengths)?.data ?? new Int32Array(batch).fill(steps))
  const turns = new Turns(call.signal)
  const before = await statesBefore(op, output, of(op.hidden)?.data, valid, turns)
  const computed = await model.predict({ x, h: { shape: output.shape, data: before } }, call)
  const cell = op.kind === 'lstm' ? await cells(op, computed, of(op.cell)?.data, valid, turns) : null
  const hidden = output.data.slice() as Float32Array
  const data = Object.fromEntries(Object.entries(computed).map(([name, { data }]) => [name, data]))
  for (const numbers of [...Object.values(data), hidden]) hideEnds(numbers as Float32Array, op.units, steps, valid)
  const named = (name: string, numbers: Float32Array) =>
    namedArray(`${op.name}.${name}`, ['sample', 'step', 'unit'], [batch, steps, op.units], numbers)
  const gates = gateNames[op.kind].map((name) => named(name, data[name] as Float32Array))
  return [...gates, named('hidden', hidden), ...(cell ? [named('cell', cell)] : [])]
}

/** The model that computes the gates of an op from its input `x` and the state `h` before each step. */
export async function cellModel(op: CellOp, probe: Probe, call: CallOptions): Promise<Model> {
  const { weights, biases, units, features, kind, reset } = op
  const numbers = [...Object.values(weights), ...Object.values(biases)].filter((value) => value !== null)
  const got = await probe.weights(numbers, call)
  const tensor = (value: number | null) => (value === null ? null : (got.get(value) as Tensor))
  const inputs = {
    x: input(['batch', 'time', features]) as Sequence,
    h: input(['batch', 'time', units]) as Sequence,
  }
  const splits = kind === 'gru' && reset === 'before'
  const rows = gateNames[kind].length * units
  const stateRows = splits ? 2 * units : rows
  const ofInput = linear(inputs.x, rows, { name: 'ih', bias: biases.bias_ih !== null }) as Sequence
  const ofState = linear(inputs.h, stateRows, { name: 'hh', bias: biases.bias_hh !== null }) as Sequence
  const gate = (all: Sequence, i: number) => slice(all, { axis: 2, start: i * units, end: (i + 1) * units }) as Sequence
  const sum = (i: number) => add(gate(ofInput, i), gate(ofState, i)) as Sequence
  const late = (r: Sequence) =>
    splits
      ? (linear(multiply(r, inputs.h) as Sequence, units, { name: 'hn', bias: biases.bias_hh !== null }) as Sequence)
      : (multiply(r, gate(ofState, 2)) as Sequence)
  const outputs: Record<string, Sequence> = {}
  if (kind === 'rnn') outputs.candidate = op.nonlinearity === 'relu' ? relu(sum(0)) : tanh(sum(0))
  else if (kind === 'lstm')
    gateNames.lstm.forEach((name, i) => {
      outputs[name] = name === 'candidate' ? tanh(sum(i)) : sigmoid(sum(i))
    })
  else {
    outputs.reset = sigmoid(sum(0))
    outputs.update = sigmoid(sum(1))
    outputs.candidate = tanh(add(gate(ofInput, 2), late(outputs.reset)) as Sequence)
  }
  const model = new Model({ inputs, outputs })
  const part = (value: number | null, from: number, to: number): Tensor => {
    const { shape, data } = tensor(value) as Tensor
    const width = shape[1] ?? 1
    return { shape: [to - from, ...shape.slice(1)], data: data.subarray(from * width, to * width) }
  }
  const named = (name: string, weight: number, bias: number | null, from: number, to: number) => ({
    [`${name}.weight`]: part(weight, from, to),
    ...(bias === null ? {} : { [`${name}.bias`]: part(bias, from, to) }),
  })
  model.loadParameters({
    ...named('ih', weights.weight_ih, biases.bias_ih, 0, rows),
    ...named('hh', weights.weight_hh, biases.bias_hh, 0, stateRows),
    ...(splits ? named('hn', weights.weight_hh, biases.bias_hh, stateRows, rows) : {}),
  })
  return model as Model
}

/** The cell state after each step; NaN after the length of a row. */
async function cells(
  { units, reverse }: CellOp,
  gates: Readonly<Record<string, Tensor>>,
  first: Tensor['data'] | undefined,
  valid: Int32Array,
  turns: Turns,
): Promise<Float32Array> {
  const { input: admit, forget, candidate } = gates
  const [batch, steps] = admit.shape
  const cell = new Float32Array(admit.data.length).fill(Number.NaN)
  for (let row = 0; row < batch; row++) {
    const state = Float64Array.from({ length: units }, (_, unit) => first?.[row * units + unit] ?? 0)
    for (let step = 0; step < valid[row]; step++) {
      const place = (row * steps + (reverse ? valid[row] - 1 - step : step)) * units
      for (let unit = 0; unit < units; unit++) {
        const i = place + unit
        state[unit] = forget.data[i] * state[unit] + admit.data[i] * candidate.data[i]
        cell[i] = state[unit]
      }
    }
    if (turns.isOver) await turns.next()
  }
  return cell
}

/** Steps after the length of a row have no gates and no states. */
function hideEnds(numbers: Float32Array, units: number, steps: number, valid: Int32Array): void {
  valid.forEach((length, row) => {
    numbers.fill(Number.NaN, (row * steps + length) * units, (row + 1) * steps * units)
  })
}
