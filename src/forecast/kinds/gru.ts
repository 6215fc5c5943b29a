import type { NetworkOptions } from '../network/design/recurrent_options.ts'
import type { NetworkForecaster } from '../network/network_forecaster.ts'
import { recurrentKind } from '../network/recurrent_kind.ts'

export const gruKind = recurrentKind({
  name: 'gru',
  summary: 'gated recurrent units, direct or step by step',
  auto: [{}],
  autoOrder: 3,
  quick: { options: { hiddenSize: 32 }, fit: { epochs: 3 }, leastRows: 2000, leastHorizons: 6 },
  withCovariates: { options: { hiddenSize: 32 }, fit: { calibrate: false } },
})

/**
 * A gated recurrent network. Direct form (default): an encoder reads the context, and a decoder predicts the
 * distributions of the whole horizon at once. With `recursive: true` the network goes step by step, draws each value
 * and reads it at the next step.
 *
 * Each window is scaled by its own values, and its forecast is scaled back (RevIN). The network blends the values of
 * earlier seasons, and corrects that blend.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @see Cho et al. 2014 (the cell); Lin et al. 2023, SegRNN (direct decoding); Kim et al. 2022, RevIN
 * @example
 * const model = gru({ horizon: 48 })
 * await model.fit(panel)
 * const forecast = await model.predict(panel, { quantiles: [0.1, 0.5, 0.9] })
 */
export const gru = (options: NetworkOptions): NetworkForecaster => gruKind.make(options)
