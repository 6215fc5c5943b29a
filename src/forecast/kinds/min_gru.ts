import { whole } from '../../base/options/fields.ts'
import type { NetworkOptions } from '../network/design/recurrent_options.ts'
import type { NetworkForecaster } from '../network/network_forecaster.ts'
import { recurrentKind } from '../network/recurrent_kind.ts'

export const minGruKind = recurrentKind({
  name: 'minGru',
  summary: 'minimal gated recurrent units, computed in parallel over time',
  // The gates of one layer see a single step. Those of a second layer see the states of the first one.
  options: { layers: whole({ min: 1, default: 2, help: 'number of stacked recurrent layers' }) },
  auto: [{}],
  autoOrder: 8,
})

/**
 * A network of minimal gated recurrent units (minGRU). Gates and candidates do not depend on the state, so all steps of
 * the context are computed in parallel. It has the forms of {@link gru}, direct and `recursive`. By default it has two
 * layers, because the gates of a single layer see one step only.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @see Feng et al. 2024, "Were RNNs all we needed?"
 * @example
 * const model = minGru({ horizon: 48 })
 */
export const minGru = (options: NetworkOptions): NetworkForecaster => minGruKind.make(options)
