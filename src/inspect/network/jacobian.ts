// The gradient of chosen elements of an output by the inputs of each sample: one backward pass for each element, for all
// samples of a piece at once. Samples do not depend on each other, so the gradient of the sum over the samples holds the
// gradient of each.

import { abortable } from '../../addon/abortable.ts'
import type { Graph, Tensors } from '../../addon/index.ts'
import type { CallOptions } from '../../base/abort.ts'

/** Numbers of one pass: the JS thread reads as many gradients in a fraction of a millisecond. */
const most = 2 ** 16

/** How many samples run at a time, at most `usual`, for inputs of `size` numbers in a sample. */
export const samplesAtATime = (size: number, usual: number): number =>
  Math.max(1, Math.min(usual, Math.floor(most / Math.max(1, size))))

/**
 * @param elements - places of the elements within a sample of the output
 * @param use - called for each element, in order, with the gradients by input and the output itself
 */
export async function eachGradient(
  graph: Graph,
  data: Tensors,
  output: number,
  elements: readonly number[],
  inputs: readonly string[],
  call: CallOptions,
  use: (gradients: Tensors, element: number) => void,
): Promise<Float32Array> {
  return abortable(call, async (run) => {
    const pass = { outputs: [output], seed: 0, training: false, inputGradients: [...inputs] }
    const { outputs, tape } = await graph.record(data, { ...run, ...pass })
    try {
      const [{ shape, data: values }] = outputs
      const samples = shape[0]
      const size = values.length / samples
      for (const [i, element] of elements.entries()) {
        const seed = new Float32Array(values.length)
        for (let sample = 0; sample < samples; sample++) seed[sample * size + element] = 1
        use((await tape.backward([{ shape, data: seed }], run)).inputs, i)
      }
      return Float32Array.from(values)
    } finally {
      tape.dispose()
    }
  })
}
