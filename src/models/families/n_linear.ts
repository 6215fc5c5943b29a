import type { NetworkFamily } from '../network.ts'
import { linearNetwork, toHorizon } from './d_linear.ts'

/**
 * One linear map from the context to the horizon. The method subtracts the last value before the map and adds it after,
 * which `scaling: 'last'` does.
 *
 * Source: Zeng, Chen, Zhang, Xu 2023, "Are Transformers effective for time series forecasting?", NLinear.
 */
export const nLinearNetwork: NetworkFamily<object> = (spec) =>
  linearNetwork(spec, ({ values, mask }) => ({ read: [values, mask].map((part) => toHorizon(part, spec.horizon, 2)) }))
