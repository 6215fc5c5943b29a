import { type FieldsOf, whole } from '../../base/options/fields.ts'
import type { SequenceKind } from '../classify/kind.ts'
import { type FcnSettings, lstmFcnDesign } from '../networks/fcn.ts'
import { chunksOf, networkFields, recurrentFields, type SequenceNetworkOptions } from '../networks/fields.ts'
import { NetworkLearner, type NetworkPlan } from '../networks/network_learner.ts'
import type { TrainingSettings } from '../networks/train.ts'

/** Options of kind `lstmFcn`. */
export interface LstmFcnOptions extends SequenceNetworkOptions {
  /** Number of units of the LSTM in each direction; default 32. */
  hiddenSize?: number
  /** Number of filters of the first and the last convolution; the middle one has twice as many. Default 64. */
  filters?: number
  /** Number of steps that are read at a time; default as in recurrent kinds. */
  chunk?: number
}

const fields: FieldsOf<LstmFcnOptions> = {
  hiddenSize: whole({ min: 1, default: 32, help: 'units of the LSTM in each direction' }),
  filters: whole({ min: 1, default: 64, help: 'filters of the first and the last convolution' }),
  chunk: recurrentFields.chunk,
  ...networkFields,
}

function planOf(options: object): NetworkPlan {
  const given = options as Required<LstmFcnOptions> & TrainingSettings
  const settings: FcnSettings = { ...given, layers: 1, bidirectional: true }
  return { name: 'lstmFcn', design: lstmFcnDesign(settings), training: given, cut: chunksOf(settings) }
}

export const lstmFcnKind: SequenceKind = {
  ...{ name: 'lstmFcn', summary: 'an LSTM beside three convolutions', options: fields },
  make: (options) => new NetworkLearner(planOf(options)),
  fromState: (options, state) => new NetworkLearner(planOf(options), state),
}
