import type { SequenceKind } from '../classify/kind.ts'
import { chunksOf, gatedFields, recurrentFields } from './fields.ts'
import { NetworkLearner, type NetworkPlan } from './network_learner.ts'
import { type Cell, type RecurrentSettings, recurrentDesign } from './recurrent.ts'
import type { TrainingSettings } from './train.ts'

/** A kind whose network is a recurrent one. */
export function recurrentKind(name: Cell, summary: string): SequenceKind {
  const planOf = (options: object): NetworkPlan => {
    const settings = options as RecurrentSettings & TrainingSettings & { chunk?: number }
    return { name, design: recurrentDesign(name, settings), training: settings, cut: chunksOf(settings) }
  }
  return {
    ...{ name, summary, options: name === 'rnn' ? recurrentFields : gatedFields },
    make: (options) => new NetworkLearner(planOf(options)),
    fromState: (options, state) => new NetworkLearner(planOf(options), state),
  }
}
