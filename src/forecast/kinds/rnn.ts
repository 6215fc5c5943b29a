import type { NetworkOptions } from '../network/design/recurrent_options.ts'
import type { NetworkForecaster } from '../network/network_forecaster.ts'
import { recurrentKind } from '../network/recurrent_kind.ts'

export const rnnKind = recurrentKind({
  name: 'rnn',
  summary: 'plain tanh units: quick, with a short memory',
})

/**
 * A network like {@link gru}, with plain tanh units (Elman 1990): quick, with a short memory.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @example
 * const model = rnn({ horizon: 7, context: 28 })
 */
export const rnn = (options: NetworkOptions): NetworkForecaster => rnnKind.make(options)
