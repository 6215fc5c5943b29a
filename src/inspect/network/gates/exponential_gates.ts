// The gates and states of an sLSTM at every step. The op itself keeps only its output and its last state, so a Program
// without a recurrence computes the sums of all gates from the output, and a loop over the steps follows the state:
//
//   a = x + R h(t-1);  z = tanh(a_z), o = sigmoid(a_o)
//   m = max(log f + m(t-1), a_i),  i' = exp(a_i - m),  f' = exp(log f + m(t-1) - m)
//   c = f' c(t-1) + i' z,  n = f' n(t-1) + i',  h = o c / n
//
// While n(t-1) is 0 there is no state: m = a_i and f' = 0. `input` and `forget` are i' and f', which have bounds: the
// larger of them is 1. The gates before scaling, exp(a_i) and f, can be larger than any float.
//
// Source: Beck et al. 2024, xLSTM, eq. 8 to 17.

import type { Tensor } from '../../../addon/index.ts'
import type { CallOptions } from '../../../base/abort.ts'
import { Turns } from '../../../base/resources/turns.ts'
import { add, concat, input, linear, Model, sigmoid, slice, tanh, type Value } from '../../../nn/index.ts'
import { type NamedArray, namedArray } from '../../subject/named_array.ts'
import type { Probe } from '../../subject/probe.ts'
import { gateNames, type SLstmOp, stateNames } from './recurrent_ops.ts'
import { statesBefore } from './states_before.ts'

type Sequence = Value<['batch', 'time', number]>

/** The numbers of the values with a batch dimension that the gates of an op follow from. */
export const valuesForSLstm = ({ sums, output, first }: SLstmOp): number[] =>
  [sums, output, ...Object.values(first)].filter((value) => value !== null)

/**
 * The model that computes the sums of `input` and `forget`, and the gates `candidate` and `output`, from `sums` and the
 * state `h` before each step.
 */
export async function sLstmModel(op: SLstmOp, probe: Probe, call: CallOptions): Promise<Model> {
  const { units, heads, weight_hh } = op
  const size = units / heads
  const inputs = {
    sums: input(['batch', 'time', 4 * units]) as Sequence,
    h: input(['batch', 'time', units]) as Sequence,
  }
  const part = (all: Sequence, i: number, width: number) =>
    slice(all, { axis: 2, start: i * width, end: (i + 1) * width }) as Sequence
  const ofHeads = Array.from({ length: heads }, (_, k) =>
    linear(part(inputs.h, k, size), 4 * size, { name: `head${k}`, bias: false }),
  ) as Sequence[]
  // concat takes two values or more.
  const ofState = (gate: number) => {
    const parts = ofHeads.map((all) => part(all, gate, size))
    return heads === 1 ? parts[0] : (concat(parts as [Sequence]) as Sequence)
  }
  const sum = (gate: number) => add(part(inputs.sums, gate, units), ofState(gate)) as Sequence
  const outputs = { input: sum(0), forget: sum(1), candidate: tanh(sum(2)), output: sigmoid(sum(3)) }
  const model = new Model({ inputs, outputs })
  const { data } = (await probe.weights([weight_hh], call)).get(weight_hh) as Tensor
  model.loadParameters(
    Object.fromEntries(
      ofHeads.map((_, k) => {
        const rows = new Float32Array(4 * size * size)
        for (let gate = 0; gate < 4; gate++) {
          const from = (gate * units + k * size) * size
          rows.set(data.subarray(from, from + size * size), gate * size * size)
        }
        return [`head${k}.weight`, { shape: [4 * size, size], data: rows }]
      }),
    ),
  )
  return model as Model
}

/**
 * Computes the gates and states of an op.
 *
 * @param model - that of `sLstmModel`
 * @param values - the values of `valuesForSLstm`
 */
export async function sLstmGates(
  op: SLstmOp,
  model: Model,
  values: ReadonlyMap<number, Tensor>,
  call: CallOptions,
): Promise<NamedArray[]> {
  const sums = values.get(op.sums) as Tensor
  const output = values.get(op.output) as Tensor
  const [batch, steps] = output.shape
  const firstOf = (state: keyof SLstmOp['first']) => {
    const value = op.first[state]
    return value === null ? undefined : (values.get(value) as Tensor).data
  }
  const turns = new Turns(call.signal)
  const valid = new Int32Array(batch).fill(steps)
  const h = await statesBefore({ units: op.units, reverse: false }, output, firstOf('hidden'), valid, turns)
  const computed = await model.predict({ sums, h: { shape: output.shape, data: h } }, call)
  const arrays: Record<string, Float32Array> = { hidden: output.data.slice() as Float32Array }
  for (const name of gateNames.sLstm) arrays[name] = computed[name].data as Float32Array
  for (const name of ['cell', 'normaliser', 'stabiliser']) arrays[name] = new Float32Array(output.data.length)
  for (let row = 0; row < batch; row++) {
    for (let unit = 0; unit < op.units; unit++) {
      const at = row * op.units + unit
      const first = [firstOf('cell')?.[at] ?? 0, firstOf('normaliser')?.[at] ?? 0, firstOf('stabiliser')?.[at] ?? 0]
      followUnit(op, arrays, first, row * steps * op.units + unit, steps)
    }
    if (turns.isOver) await turns.next()
  }
  return [...gateNames.sLstm, ...stateNames(op)].map((name) =>
    namedArray(`${op.name}.${name}`, ['sample', 'step', 'unit'], [batch, steps, op.units], arrays[name]),
  )
}

/**
 * Follows the state of one unit, and replaces the sums of `input` and `forget` by the gates.
 *
 * @param first - cell, normaliser and stabiliser before the first step
 * @param start - place of the first step of the unit in the arrays
 */
function followUnit(
  { units, forget }: SLstmOp,
  arrays: Readonly<Record<string, Float32Array>>,
  first: readonly number[],
  start: number,
  steps: number,
): void {
  let [c, n, m] = first
  for (let step = 0; step < steps; step++) {
    const at = start + step * units
    const [a, b] = [arrays.input[at], arrays.forget[at]]
    const kept = m + (forget === 'exponential' ? b : Math.min(b, 0) - Math.log1p(Math.exp(-Math.abs(b))))
    const isFresh = n === 0
    m = isFresh ? a : Math.max(kept, a)
    const admitted = Math.exp(a - m)
    const share = isFresh ? 0 : Math.exp(kept - m)
    c = share * c + admitted * arrays.candidate[at]
    n = share * n + admitted
    arrays.input[at] = admitted
    arrays.forget[at] = share
    arrays.cell[at] = c
    arrays.normaliser[at] = n
    arrays.stabiliser[at] = m
  }
}
