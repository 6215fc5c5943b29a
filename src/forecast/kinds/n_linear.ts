import { nLinearNetwork } from '../../models/index.ts'
import { type NetworkSettings, type WindowOptions, windowFields } from '../network/design/settings.ts'
import type { NetworkForecaster } from '../network/network_forecaster.ts'
import { networkKind } from '../network/network_kind.ts'
import { choice } from '../space.ts'

export const nLinearKind = networkKind<WindowOptions, NetworkSettings>({
  name: 'nLinear',
  summary: 'one linear map to the horizon, relative to the last value',
  options: windowFields,
  defaults: { scaling: 'last' },
  build: nLinearNetwork,
  tunes: (horizon) => ({ context: choice([undefined, 2 * horizon, 4 * horizon]) }),
  auto: [{}],
  autoOrder: 1,
  withCovariates: { fit: { calibrate: false } },
})

/**
 * NLinear: one linear map from the context to the horizon, relative to the last value. Follows series whose level moves.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @see Zeng, Chen, Zhang, Xu 2023, "Are Transformers effective for time series forecasting?"
 * @example
 * const model = nLinear({ horizon: 96, context: 336 })
 */
export const nLinear = (options: WindowOptions): NetworkForecaster => nLinearKind.make(options)
