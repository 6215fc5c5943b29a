import { encoderDecoder, type NetworkFamily, type RecurrentOptions, recursive } from '../../models/index.ts'
import { choice, type Space, uniform } from '../space.ts'
import type { RecurrentSettings } from './design/recurrent_options.ts'

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
