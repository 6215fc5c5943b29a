import { abortable } from '../../addon/abortable.ts'
import type { Tensors } from '../../addon/index.ts'
import { type CallOptions, checkSignal } from '../../base/abort.ts'
import { type NamedArray, namedArray } from '../subject/named_array.ts'
import { pieceOf } from '../subject/pieces.ts'
import type { Probe } from '../subject/probe.ts'

/** Number of samples whose gradients are computed at a time. */
const pieceSize = 32

/** Whether data hold all inputs that the loss depends on. A model without a loss has no gradient of it. */
export function canDifferentiate(probe: Probe, data: Tensors): boolean {
  const { loss } = probe.subject.program
  return loss !== null && probe.inputsOf([loss, loss + 1]).every((name) => name in data)
}

/**
 * The norm of dLoss/dHidden at each step of each recurrent layer, over all samples. The loss is the mean over all
 * samples; a sample whose elements have more weight counts more, as in `evaluate`.
 */
export async function gradientNorms(
  probe: Probe,
  data: Tensors,
  samples: number,
  call: CallOptions,
): Promise<Record<string, NamedArray>> {
  const loss = probe.subject.program.loss as number
  const graph = probe.graph()
  const given = needed(probe, data, [loss, loss + 1])
  const squares = new Map<string, Float64Array>()
  let weights = 0
  for (let from = 0; from < samples; from += pieceSize) {
    checkSignal(call.signal)
    const piece = pieceOf(probe.operations, given, from, Math.min(samples, from + pieceSize))
    await abortable(call, async (run) => {
      const pass = { outputs: [loss, loss + 1], seed: 0, training: false, inputGradients: [] }
      const { outputs, tape } = await graph.record(piece, { ...run, ...pass })
      try {
        const { hiddenNorms } = await tape.backward([{ shape: [], data: Float32Array.of(1) }, null], run)
        const weight = outputs[1].data[0]
        weights += weight
        for (const [name, norms] of Object.entries(hiddenNorms)) {
          const sum = squares.get(name) ?? new Float64Array(norms.length)
          norms.forEach((norm, step) => {
            sum[step] += (norm * weight) ** 2
          })
          squares.set(name, sum)
        }
      } finally {
        tape.dispose()
      }
    })
  }
  return Object.fromEntries(
    Array.from(squares, ([name, sum]) => {
      const norms = Float32Array.from(sum, (square) => (weights > 0 ? Math.sqrt(square) / weights : 0))
      return [name, namedArray(`${name}.gradientNorm`, ['step'], [norms.length], norms)]
    }),
  )
}

/** The arrays of the inputs that values depend on. */
export function needed(probe: Probe, data: Tensors, values: readonly number[]): Tensors {
  const names = new Set(probe.inputsOf(values))
  return Object.fromEntries(Object.entries(data).filter(([name]) => names.has(name)))
}
