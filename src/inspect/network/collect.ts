import type { Tensors } from '../../addon/index.ts'
import { type CallOptions, checkSignal } from '../../base/abort.ts'
import { pieceOf } from '../subject/pieces.ts'
import type { Probe } from '../subject/probe.ts'
import { type AttentionOp, attentionMap, valuesForMap } from './attention_maps.ts'
import { Collector } from './collector.ts'
import { type OpenGates, openGates, valuesForGates } from './gates/layer_gates.ts'
import type { RecurrentOp } from './gates/recurrent_ops.ts'
import { needed } from './gradient_norms.ts'

/** Samples that run at a time: few, so that the JS thread copies little at a time and memory holds little twice. */
const pieceSize = 16

/** Computes the gates and states of recurrent ops and the maps of attention, for some samples at a time. */
export async function collect(
  probe: Probe,
  recurrent: readonly RecurrentOp[],
  attentions: readonly AttentionOp[],
  data: Tensors,
  samples: number,
  call: CallOptions,
): Promise<Collector> {
  const wanted = [...new Set([...recurrent.flatMap(valuesForGates), ...attentions.flatMap(valuesForMap)])]
  const given = needed(probe, data, wanted)
  const read = probe.reader(wanted)
  const arrays = new Collector(samples)
  const gates: OpenGates[] = []
  try {
    for (const op of recurrent) gates.push(await openGates(op, probe, call))
    for (let from = 0; from < samples && wanted.length > 0; from += pieceSize) {
      checkSignal(call.signal)
      const count = Math.min(pieceSize, samples - from)
      const values = await read(pieceOf(probe.operations, given, from, from + count), call)
      for (const each of gates) for (const array of await each.compute(values, call)) arrays.put(array, from, count)
      for (const op of attentions) arrays.put(await attentionMap(op, values, call), from, count)
    }
  } finally {
    for (const each of gates) each[Symbol.dispose]()
  }
  return arrays
}
