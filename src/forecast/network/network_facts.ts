import type { Network, NetworkSpec } from '../../models/index.ts'
import type { ContextRule } from './design/design.ts'
import type { NetworkSettings, SettingsKind } from './design/settings.ts'
import type { TrainingDefaults } from './train/training_defaults.ts'

/** Everything that a {@link NetworkForecaster} needs to know about its kind. */
export interface NetworkFacts extends SettingsKind {
  /** Rows of history that the longest series must have. */
  needs(options: { readonly horizon: number }): number
  /** The context by default, if it differs from that of other kinds. */
  readonly context?: ContextRule
  /** Whether a sample holds several series, which the network mixes. */
  readonly mixes?: boolean
  /** Whether it reads the place of each row in a cycle of absolute time; default false. */
  readonly cycles?: boolean
  /** How it is trained, where that differs from other kinds. */
  readonly training?: TrainingDefaults
  /** Builds the network from a specification and the settings of the kind. A method: each kind has settings of its own type. */
  build(spec: NetworkSpec, settings: NetworkSettings): Network
}
