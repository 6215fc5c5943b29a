import type { NetworkFamily } from '../../models/index.ts'
import type { SettingsKind } from './design/settings.ts'

/** Everything that a {@link NetworkForecaster} needs to know about its kind. */
export interface NetworkFacts extends SettingsKind {
  /** Builds the network from a specification and the settings of the kind. */
  // biome-ignore lint/suspicious/noExplicitAny: each kind has settings of its own type
  readonly build: NetworkFamily<any>
}
