import { GatecastError } from '../../base/error.ts'
import { type FieldsOf, whole } from '../../base/options/fields.ts'
import type { SequenceKind } from '../classify/kind.ts'
import { networkFields, type SequenceNetworkOptions } from '../networks/fields.ts'
import { NetworkLearner, type NetworkPlan } from '../networks/network_learner.ts'
import type { TrainingSettings } from '../networks/train.ts'
import { transformerDesign } from '../networks/transformer.ts'

/** Options of kind `patchTransformer`. */
export interface PatchTransformerOptions extends SequenceNetworkOptions {
  /** Numbers in a token, a multiple of `heads`; default 64. */
  hiddenSize?: number
  /** Number of stacked layers; default 2. */
  layers?: number
  /** Number of heads of each attention; default 4. */
  heads?: number
  /** Number of steps in a patch; default so many that a typical sequence has about 30 patches. Patches overlap by half. */
  patch?: number
}

const fields: FieldsOf<PatchTransformerOptions> = {
  hiddenSize: whole({ min: 1, default: 64, help: 'numbers in a token, a multiple of heads' }),
  layers: whole({ min: 1, default: 2, help: 'number of stacked layers' }),
  heads: whole({ min: 1, default: 4, help: 'number of heads of each attention' }),
  patch: whole({ min: 1, help: 'steps in a patch', otherwise: 'about 30 patches a sequence' }),
  ...networkFields,
}

/** Patches of a typical sequence. */
const patches = 30

/** Sines and cosines of the place of a patch. */
const positions = 16

function planOf(options: object): NetworkPlan {
  const { patch, ...settings } = options as Required<Omit<PatchTransformerOptions, 'patch'>> &
    TrainingSettings & { patch?: number }
  const { hiddenSize, heads } = settings
  if (hiddenSize % heads !== 0)
    throw new GatecastError(
      'ERR_RANGE',
      `Expected hiddenSize of kind patchTransformer to be a multiple of heads, ${heads}, got ${hiddenSize}`,
    )
  return {
    ...{ name: 'patchTransformer', design: transformerDesign(settings), training: settings },
    cut(steps) {
      const size = patch ?? Math.max(1, 2 * Math.round(steps / patches))
      return { size, stride: Math.max(1, Math.floor(size / 2)), positions }
    },
  }
}

export const patchTransformerKind: SequenceKind = {
  ...{ name: 'patchTransformer', summary: 'a Transformer whose tokens are patches of steps', options: fields },
  make: (options) => new NetworkLearner(planOf(options)),
  fromState: (options, state) => new NetworkLearner(planOf(options), state),
}
