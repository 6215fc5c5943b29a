import { type NetworkOptions, type RecurrentSettings, recurrentFields } from '../network/design/recurrent_options.ts'
import type { NetworkForecaster } from '../network/network_forecaster.ts'
import { networkKind } from '../network/network_kind.ts'
import { recurrentNetwork, recurrentTuning } from '../network/recurrent_kind.ts'

const { recursive: _, ...options } = recurrentFields

export const deepArKind = networkKind<Omit<NetworkOptions, 'recursive'>, RecurrentSettings>({
  name: 'deepAr',
  summary: 'an LSTM that draws the horizon step by step',
  options,
  defaults: { layers: 2, hiddenSize: 40 },
  fixed: { recursive: true },
  isRecursive: () => true,
  build: recurrentNetwork('lstm'),
  tunes: recurrentTuning,
})

/**
 * DeepAR: an LSTM that goes step by step through the context and the horizon. It draws each value of the horizon from
 * the predicted distribution, and reads the drawn value at the next step. Quantiles come from the drawn paths
 * (`samples` of `predict`, default 200).
 *
 * Two layers of 40 units, as in the paper. The scaling of the paper, `'mean'`, suits sales. The default scaling also
 * suits negative values, and small changes at a high level.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @see Salinas, Flunkert, Gasthaus, Januschowski 2020
 * @example
 * const model = deepAr({ horizon: 28, output: negativeBinomial() })
 * await model.fit(panel)
 * const forecast = await model.predict(panel, { samples: 500, seed: 1 })
 */
export const deepAr = (options: Omit<NetworkOptions, 'recursive'>): NetworkForecaster => deepArKind.make(options)
