import { number, whole } from '../../base/options/fields.ts'
import { esRnnNetwork, type DilatedRnnOptions as NetworkOptions } from '../../models/index.ts'
import { type NetworkSettings, windowFields } from '../network/design/settings.ts'
import type { NetworkForecaster } from '../network/network_forecaster.ts'
import { networkKind } from '../network/network_kind.ts'
import { choice, uniform } from '../space.ts'
import { type DilatedRnnOptions, dilationsField } from './dilated_rnn.ts'

/** Options of {@link esRnn}. */
export type EsRnnOptions = Omit<DilatedRnnOptions, 'cell'>

export const esRnnKind = networkKind<EsRnnOptions, NetworkSettings & Omit<NetworkOptions, 'cell'>>({
  name: 'esRnn',
  summary: 'exponential smoothing and a dilated LSTM, learned together',
  options: {
    ...windowFields,
    hiddenSize: whole({ min: 1, default: 40, help: 'units of each layer' }),
    dilations: dilationsField,
    dropout: number({ min: 0, below: 1, default: 0.1, help: 'share of the units left out at random while training' }),
  },
  build: (spec, settings) => esRnnNetwork(spec, { ...settings, cell: 'lstm' }),
  tunes: (horizon) => ({
    hiddenSize: choice([20, 40, 80]),
    dropout: uniform(0, 0.3),
    context: choice([undefined, 2 * horizon, 4 * horizon]),
  }),
  auto: [{}],
})

/**
 * ES-RNN: exponential smoothing splits each window into level and season, and a dilated LSTM forecasts the rest. The
 * coefficients of the smoothing are learned with the network, for all series together; with `embedIds` each series has
 * coefficients of its own, and only series of `fit` can be forecast.
 *
 * Different from the paper, level and season are additive, and the smoothing starts from the first seasons of the
 * context. Season and level are those of the context, so it should hold two seasons or more.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @see Smyl 2020, "A hybrid method of exponential smoothing and recurrent neural networks for time series forecasting"
 * @example
 * const model = esRnn({ horizon: 48 })
 */
export const esRnn = (options: EsRnnOptions): NetworkForecaster => esRnnKind.make(options)
