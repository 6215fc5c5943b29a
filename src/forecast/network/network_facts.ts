import type { Network, NetworkSpec } from '../../models/index.ts'
import type { NetworkSettings, SettingsKind } from './design/settings.ts'

/** Everything that a {@link NetworkForecaster} needs to know about its kind. */
export interface NetworkFacts extends SettingsKind {
  /** Rows of history that the longest series must have. */
  needs(options: { readonly horizon: number }): number
  /** Builds the network from a specification and the settings of the kind. A method: each kind has settings of its own type. */
  build(spec: NetworkSpec, settings: NetworkSettings): Network
}
