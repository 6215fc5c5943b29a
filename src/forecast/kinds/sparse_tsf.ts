import { sparseNetwork } from '../../models/index.ts'
import { patchContext } from '../network/design/design.ts'
import { type NetworkSettings, type WindowOptions, windowFields } from '../network/design/settings.ts'
import type { NetworkForecaster } from '../network/network_forecaster.ts'
import { networkKind } from '../network/network_kind.ts'
import { choice } from '../space.ts'

export const sparseTsfKind = networkKind<WindowOptions, NetworkSettings>({
  name: 'sparseTsf',
  summary: 'one small linear map from past periods to the next, shared by all places of the period',
  options: windowFields,
  context: patchContext,
  // Linear maps of the calendar over the whole context would have far more weights than the network.
  defaults: { calendar: false },
  training: { learningRate: 3e-3 },
  build: sparseNetwork,
  tunes: (horizon) => ({ context: choice([undefined, 4 * horizon, 8 * horizon]) }),
  auto: [{}],
})

/**
 * SparseTSF: the context is cut into seasons, and one small linear map, the same for each place of the season, forecasts
 * the next seasons from the last ones. A few hundred weights, which few series can train.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @see Lin et al. 2024, "SparseTSF: modeling long-term time series forecasting with 1k parameters"
 * @example
 * const model = sparseTsf({ horizon: 96, context: 720, season: 24 })
 */
export const sparseTsf = (options: WindowOptions): NetworkForecaster => sparseTsfKind.make(options)
