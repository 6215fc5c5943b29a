import { abortable } from '../../addon/abortable.ts'
import type { Graph, ProgramData, Tensor, Tensors } from '../../addon/index.ts'
import type { CallOptions } from '../../base/abort.ts'
import { GatecastError } from '../../base/error.ts'
import { unpack } from '../values/weights.ts'

/** What the gradient is taken by. */
export interface GradientOptions extends CallOptions {
  /** Inputs to give the gradient of as well. */
  inputs?: readonly string[]
  /** Whether dropout drops; default false. */
  training?: boolean
  /** Of dropout; default that of the model. */
  seed?: number
}

/** The gradient of the loss. */
export interface Gradients {
  /** The loss itself. */
  loss: number
  /** dLoss/dParameter by the parameter's name. */
  parameters: Record<string, Tensor>
  /** dLoss/dInput for the `inputs` asked for. */
  inputs: Record<string, Tensor>
  /** For each recurrent layer the norm of dLoss/dHidden at every time step: whether gradients vanish or explode. */
  hiddenNorms: Record<string, Float32Array>
}

/** One pass forward and one back, over all samples at once. */
export async function gradientsOf(
  graph: Graph,
  program: ProgramData,
  data: Tensors,
  { inputs = [], training = false, seed = 0, ...call }: GradientOptions,
): Promise<Gradients> {
  const { loss } = program
  if (loss === null) throw new GatecastError('ERR_PROGRAM', 'Expected a model with a loss, got one without')
  const options = { outputs: [loss], seed, training, inputGradients: [...inputs] }
  return abortable(call, async (run) => {
    const { outputs, tape } = await graph.record(data, { ...run, ...options })
    try {
      const gradients = await tape.backward([{ shape: [], data: Float32Array.of(1) }], run)
      return {
        loss: outputs[0].data[0],
        parameters: unpack(graph.parameters, gradients.parameters),
        inputs: gradients.inputs,
        hiddenNorms: gradients.hiddenNorms,
      }
    } finally {
      tape.dispose()
    }
  })
}
