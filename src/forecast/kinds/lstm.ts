import type { NetworkOptions } from '../network/design/recurrent_options.ts'
import type { NetworkForecaster } from '../network/network_forecaster.ts'
import { recurrentKind } from '../network/recurrent_kind.ts'

export const lstmKind = recurrentKind({
  name: 'lstm',
  summary: 'long short-term memory, direct or step by step',
  auto: [{}],
  autoOrder: 8,
})

/**
 * A network like {@link gru}, with long short-term memory cells (Hochreiter and Schmidhuber 1997).
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @example
 * const model = lstm({ horizon: 48, hiddenSize: 32 })
 */
export const lstm = (options: NetworkOptions): NetworkForecaster => lstmKind.make(options)
