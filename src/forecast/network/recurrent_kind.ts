import type { FieldsOf } from '../../base/options/fields.ts'
import { encoderDecoder, type NetworkFamily, type RecurrentOptions, recursive } from '../../models/index.ts'
import { choice, type Space, uniform } from '../space.ts'
import { type NetworkOptions, type RecurrentSettings, recurrentFields } from './design/recurrent_options.ts'
import { type NetworkKind, networkKind } from './network_kind.ts'

/** The network family of a recurrent cell: direct (the whole horizon at once), or recursive (step by step). */
export const recurrentNetwork =
  (cell: RecurrentOptions['cell']): NetworkFamily<RecurrentSettings> =>
  (spec, settings) =>
    (settings.recursive ? recursive : encoderDecoder)(spec, { ...settings, cell })

/** The options of recurrent networks to tune, with ranges around their defaults. */
export const recurrentTuning = (horizon: number): Space => ({
  hiddenSize: choice([32, 64, 128]),
  layers: choice([1, 1, 2]),
  dropout: uniform(0, 0.4),
  // If the context is undefined, it follows from the data.
  context: choice([undefined, 2 * horizon, 4 * horizon]),
})

/** A kind whose network has cells of its name. */
export const recurrentKind = (
  given: Pick<
    NetworkKind<NetworkOptions, RecurrentSettings>,
    'summary' | 'auto' | 'autoOrder' | 'against' | 'quick' | 'withCovariates'
  > & {
    readonly name: RecurrentOptions['cell']
    /** Options whose defaults differ from those of other cells. */
    readonly options?: Partial<FieldsOf<NetworkOptions>>
  },
) =>
  networkKind<NetworkOptions, RecurrentSettings>({
    ...given,
    options: { ...recurrentFields, ...given.options },
    isRecursive: ({ recursive }) => recursive,
    build: recurrentNetwork(given.name),
    tunes: recurrentTuning,
  })
