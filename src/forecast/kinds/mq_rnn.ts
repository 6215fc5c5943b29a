import { multiQuantile, quantiles } from '../../models/index.ts'
import { type NetworkOptions, type RecurrentSettings, recurrentFields } from '../network/design/recurrent_options.ts'
import type { NetworkForecaster } from '../network/network_forecaster.ts'
import { networkKind } from '../network/network_kind.ts'
import { recurrentTuning } from '../network/recurrent_kind.ts'

const { recursive: _, ...options } = recurrentFields

export const mqRnnKind = networkKind<Omit<NetworkOptions, 'recursive'>, RecurrentSettings>({
  name: 'mqRnn',
  summary: 'an LSTM encoder, and small networks that give the quantiles of every step',
  options,
  defaults: { output: quantiles() },
  fixed: { recursive: false },
  build: (spec, settings) => multiQuantile(spec, { ...settings, cell: 'lstm' }),
  tunes: recurrentTuning,
  auto: [{}],
  autoOrder: 8,
})

/**
 * MQ-RNN: an LSTM encoder, and small networks that predict the quantiles of all steps at once.
 *
 * @param options.output - default `quantiles()`; the network learns its levels, and `predict` interpolates between them
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @see Wen, Torkkola, Narayanaswamy, Madeka 2017
 * @example
 * const model = mqRnn({ horizon: 28, output: quantiles([0.1, 0.5, 0.9]) })
 */
export const mqRnn = (options: Omit<NetworkOptions, 'recursive'>): NetworkForecaster => mqRnnKind.make(options)
