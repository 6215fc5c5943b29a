import type { Tensor } from '../../../addon/index.ts'
import type { CallOptions } from '../../../base/abort.ts'
import { type NamedArray, namedArray } from '../../subject/named_array.ts'
import type { Probe } from '../../subject/probe.ts'
import { cellGates, cellModel, valuesForCell } from './cell_gates.ts'
import { sLstmGates, sLstmModel, valuesForSLstm } from './exponential_gates.ts'
import type { MinGruOp, RecurrentOp } from './recurrent_ops.ts'

/** Computes the gates and states of an op for one piece of the samples after another. */
export interface OpenGates {
  /** @param values - the numbers of `valuesForGates` */
  compute(values: ReadonlyMap<number, Tensor>, call: CallOptions): Promise<NamedArray[]>
  [Symbol.dispose](): void
}

/** The numbers of the values with a batch dimension that the gates and states of an op follow from. */
export function valuesForGates(op: RecurrentOp): number[] {
  if (op.kind === 'sLstm') return valuesForSLstm(op)
  return op.kind === 'minGru' ? [op.update, op.candidate, op.output] : valuesForCell(op)
}

export async function openGates(op: RecurrentOp, probe: Probe, call: CallOptions): Promise<OpenGates> {
  if (op.kind === 'minGru') return { compute: async (values) => minGruGates(op, values), [Symbol.dispose]() {} }
  const model = await (op.kind === 'sLstm' ? sLstmModel(op, probe, call) : cellModel(op, probe, call))
  return {
    compute: (values, call) =>
      op.kind === 'sLstm' ? sLstmGates(op, model, values, call) : cellGates(op, model, values, call),
    [Symbol.dispose]: () => model[Symbol.dispose](),
  }
}

/** Both gates of a minGRU are values of the Program, so nothing is computed again. */
function minGruGates(op: MinGruOp, values: ReadonlyMap<number, Tensor>): NamedArray[] {
  const named = (name: string, value: number) => {
    const { shape, data } = values.get(value) as Tensor
    return namedArray(`${op.name}.${name}`, ['sample', 'step', 'unit'], shape, data as Float32Array)
  }
  return [named('update', op.update), named('candidate', op.candidate), named('hidden', op.output)]
}
