import { number, whole } from '../../base/options/fields.ts'
import { type XLstmMixerOptions as XLstmMixerNetworkOptions, xLstmMixerNetwork } from '../../models/index.ts'
import { patchContext } from '../network/design/design.ts'
import { type NetworkSettings, type WindowOptions, windowFields } from '../network/design/settings.ts'
import type { NetworkForecaster } from '../network/network_forecaster.ts'
import { networkKind } from '../network/network_kind.ts'
import { choice, uniform } from '../space.ts'

/** Options of {@link xLstmMixer}. */
export interface XLstmMixerOptions extends WindowOptions {
  /** Number of units of each block; default 64. */
  hiddenSize?: number
  /** Number of blocks; default 1. */
  layers?: number
  /** Steps of a segment, at most the context; default about a 15th of the context, in whole seasons or parts of one. */
  segment?: number
  /** Share of the units that training leaves out at random; default 0.2. */
  dropout?: number
}

export const xLstmMixerKind = networkKind<XLstmMixerOptions, NetworkSettings & XLstmMixerNetworkOptions>({
  name: 'xLstmMixer',
  summary: 'a linear forecast that an sLSTM corrects in two views',
  options: {
    ...windowFields,
    hiddenSize: whole({ min: 1, default: 64, help: 'units of each block' }),
    layers: whole({ min: 1, default: 1, help: 'number of blocks' }),
    segment: whole({
      min: 1,
      otherwise: 'a 15th of the context, in whole seasons or parts of one',
      help: 'steps of a segment',
    }),
    dropout: number({ min: 0, below: 1, default: 0.2, help: 'share of the units left out at random while training' }),
  },
  defaults: { scaling: 'last' },
  context: patchContext,
  build: xLstmMixerNetwork,
  tunes: (horizon) => ({
    hiddenSize: choice([32, 64, 128]),
    layers: choice([1, 1, 2]),
    dropout: uniform(0, 0.4),
    context: choice([undefined, 2 * horizon, 4 * horizon]),
  }),
  auto: [{}],
})

/**
 * After xLSTM-Mixer: a linear map makes a first forecast, and an sLSTM reads segments of the context and of this
 * forecast, forwards and backwards, and corrects it. Each series is read by itself: the sLSTM goes over time, where that
 * of the paper goes over the channels.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @see Kraus et al. 2024, "xLSTM-Mixer: multivariate time series forecasting by mixing via scalar memories"
 * @example
 * const model = xLstmMixer({ horizon: 96, context: 336 })
 */
export const xLstmMixer = (options: XLstmMixerOptions): NetworkForecaster => xLstmMixerKind.make(options)
