import { type NetworkOptions, type RecurrentSettings, recurrentFields } from '../network/design/recurrent_options.ts'
import type { NetworkForecaster } from '../network/network_forecaster.ts'
import { networkKind } from '../network/network_kind.ts'
import { recurrentNetwork, recurrentTuning } from '../network/recurrent_kind.ts'

export const rnnKind = networkKind<NetworkOptions, RecurrentSettings>({
  name: 'rnn',
  summary: 'plain tanh units: quick, with a short memory',
  options: recurrentFields,
  isRecursive: ({ recursive }) => recursive,
  build: recurrentNetwork('rnn'),
  tunes: recurrentTuning,
})

/**
 * A network like {@link gru}, with plain tanh units (Elman 1990): quick, with a short memory.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @example
 * const model = rnn({ horizon: 7, context: 28 })
 */
export const rnn = (options: NetworkOptions): NetworkForecaster => rnnKind.make(options)
