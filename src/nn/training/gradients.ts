import { abortable } from '../../addon/abortable.ts'
import type { Graph, ProgramData, Tensor, Tensors } from '../../addon/index.ts'
import type { CallOptions } from '../../base/abort.ts'
import { checkList } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { type Checks, flag, optionsOf, whole } from '../../base/options/options.ts'
import { callChecks } from '../run_options.ts'
import { unpack } from '../values/weights.ts'

/** Options of `model.gradients`. */
export interface GradientOptions extends CallOptions {
  /** Names of inputs whose gradient is also returned. */
  inputs?: readonly string[]
  /** Whether dropout is active, as in training; default false. */
  training?: boolean
  /** Seed of dropout; default the seed of the model. */
  seed?: number
}

/** The gradient of the loss. */
export interface Gradients {
  /** The value of the loss. */
  loss: number
  /** dLoss/dParameter by the name of the parameter. */
  parameters: Record<string, Tensor>
  /** dLoss/dInput for each input named in the option `inputs`. */
  inputs: Record<string, Tensor>
  /**
   * For each recurrent layer the norm of dLoss/dHidden at every time step. It shows whether gradients vanish or
   * explode.
   */
  hiddenNorms: Record<string, Float32Array>
}

const checks: Checks<GradientOptions> = {
  inputs: (name, value) => checkList(name, value as string[]),
  training: flag,
  seed: whole(0),
  ...callChecks,
}

/** Runs one forward and one backward pass over all samples at once. */
export async function computeGradients(
  graph: Graph,
  program: ProgramData,
  data: Tensors,
  modelSeed: number,
  options: GradientOptions,
): Promise<Gradients> {
  const { inputs = [], training = false, seed = modelSeed, ...call } = optionsOf('gradients', options, checks)
  const { loss } = program
  if (loss === null)
    throw new GatecastError('ERR_PROGRAM', 'Expected a model with a loss, got a model without. Give it the option loss')
  const pass = { outputs: [loss], seed, training, inputGradients: [...inputs] }
  return abortable(call, async (run) => {
    const { outputs, tape } = await graph.record(data, { ...run, ...pass })
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
