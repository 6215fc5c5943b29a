import { GatecastError } from '../../base/error.ts'
import { type Field, whole } from '../../base/options/fields.ts'
import { type DLinearOptions as DLinearNetworkOptions, dLinearNetwork } from '../../models/index.ts'
import { type NetworkSettings, type WindowOptions, windowFields } from '../network/design/settings.ts'
import type { NetworkForecaster } from '../network/network_forecaster.ts'
import { networkKind } from '../network/network_kind.ts'
import { choice } from '../space.ts'

/** Options of {@link dLinear}. */
export interface DLinearOptions extends WindowOptions {
  /** Steps of the moving average that splits off the trend, odd; default 25. */
  kernel?: number
}

const steps = whole({ min: 1, default: 25, help: 'steps of the moving average that splits off the trend, odd' })

const kernel: Field<number> = {
  ...steps,
  check(name, value) {
    const kernel = steps.check(name, value)
    if (kernel % 2 === 1) return kernel
    throw new GatecastError('ERR_RANGE', `Expected ${name} to be odd, got ${kernel}. Use ${kernel + 1}`)
  },
}

export const dLinearKind = networkKind<DLinearOptions, NetworkSettings & DLinearNetworkOptions>({
  name: 'dLinear',
  summary: 'linear maps of trend and remainder to the horizon',
  options: { ...windowFields, kernel },
  build: dLinearNetwork,
  tunes: (horizon) => ({ kernel: choice([7, 25, 49]), context: choice([undefined, 2 * horizon, 4 * horizon]) }),
  auto: [{}],
  autoOrder: 2,
})

/**
 * DLinear: a moving average splits the context into trend and remainder, and each has a linear map to the horizon. Few
 * weights, trained in seconds, and hard to beat on long horizons.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @see Zeng, Chen, Zhang, Xu 2023, "Are Transformers effective for time series forecasting?"
 * @example
 * const model = dLinear({ horizon: 96, context: 336 })
 */
export const dLinear = (options: DLinearOptions): NetworkForecaster => dLinearKind.make(options)
