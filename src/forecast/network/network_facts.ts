import type { NetworkFamily } from '../../models/index.ts'
import type { SettingsKind } from './design/settings.ts'

/** All that a {@link NetworkForecaster} needs to know about its kind. */
export interface NetworkFacts extends SettingsKind {
  /** Builds the network from a specification and the settings of the kind. */
  // biome-ignore lint/suspicious/noExplicitAny: each kind has settings of its own, which it made itself
  readonly build: NetworkFamily<any>
}
