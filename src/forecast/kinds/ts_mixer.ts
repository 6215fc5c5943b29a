import { number, whole } from '../../base/options/fields.ts'
import { tsMixer as family, type TsMixerOptions as TsMixerNetworkOptions } from '../../models/index.ts'
import { type NetworkSettings, type WindowOptions, windowFields, withoutCalendar } from '../network/design/settings.ts'
import type { NetworkForecaster } from '../network/network_forecaster.ts'
import { mixingUses, networkKind } from '../network/network_kind.ts'
import { choice, uniform } from '../space.ts'

/** Options of {@link tsMixer}. */
export interface TsMixerOptions extends WindowOptions {
  /** Calendar features that the network reads; default none, as in the paper. */
  calendar?: WindowOptions['calendar']
  /** Units between the two dense layers that mix series; default 64. */
  hiddenSize?: number
  /** Number of pairs of mixing layers; default 2. */
  layers?: number
  /** Share of the units that training leaves out at random; default 0.5. */
  dropout?: number
}

export const tsMixerKind = networkKind<TsMixerOptions, NetworkSettings & TsMixerNetworkOptions>({
  name: 'tsMixer',
  summary: 'dense layers that mix steps and series in turn (TSMixer)',
  options: {
    ...windowFields,
    calendar: withoutCalendar,
    hiddenSize: whole({ min: 1, default: 64, help: 'units between the dense layers that mix series' }),
    layers: whole({ min: 1, default: 2, help: 'number of pairs of mixing layers' }),
    dropout: number({ min: 0, below: 1, default: 0.5, help: 'share of the units left out at random while training' }),
  },
  mixes: true,
  uses: mixingUses,
  build: family,
  training: { learningRate: 1e-3 },
  tunes: (horizon) => ({
    hiddenSize: choice([32, 64, 128]),
    layers: choice([1, 2, 4]),
    dropout: uniform(0, 0.7),
    context: choice([undefined, 2 * horizon, 4 * horizon]),
  }),
})

/**
 * TSMixer: dense layers mix the steps of each series, and then the series of each step, in turn. It mixes all series of
 * a panel, or all targets of a series if the panel has several targets; these need the same times.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @see Chen, Li, Yoder, Arik, Pfister 2023, "TSMixer: An all-MLP architecture for time series forecasting", arXiv
 * 2303.06053
 * @example
 * const model = tsMixer({ horizon: 24, context: 96 })
 */
export const tsMixer = (options: TsMixerOptions): NetworkForecaster => tsMixerKind.make(options)
