import type { NetworkOptions } from '../network/design/recurrent_options.ts'
import type { NetworkForecaster } from '../network/network_forecaster.ts'
import { recurrentKind } from '../network/recurrent_kind.ts'

export const sLstmKind = recurrentKind({
  name: 'sLstm',
  summary: 'long short-term memory with exponential gates (xLSTM)',
  auto: [{}],
})

/**
 * A network of sLSTM cells: long short-term memory whose input gate is exponential, with four heads. A late step can
 * outweigh everything that the cell has stored. It has the forms of {@link lstm}, direct and `recursive`.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @see Beck et al. 2024, "xLSTM: extended long short-term memory"
 * @example
 * const model = sLstm({ horizon: 48 })
 */
export const sLstm = (options: NetworkOptions): NetworkForecaster => sLstmKind.make(options)
