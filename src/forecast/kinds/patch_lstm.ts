import { number, whole } from '../../base/options/fields.ts'
import { type PatchLstmOptions as PatchLstmNetworkOptions, patchLstmNetwork } from '../../models/index.ts'
import { patchContext } from '../network/design/design.ts'
import { type NetworkSettings, type WindowOptions, windowFields } from '../network/design/settings.ts'
import type { NetworkForecaster } from '../network/network_forecaster.ts'
import { networkKind } from '../network/network_kind.ts'
import { choice, uniform } from '../space.ts'

/** Options of {@link patchLstm}. */
export interface PatchLstmOptions extends WindowOptions {
  /** Number of units of each recurrent layer; default 128. */
  hiddenSize?: number
  /** Number of stacked recurrent layers; default 1. */
  layers?: number
  /** Steps of a patch, at most the context; default a 20th of the context. */
  patch?: number
  /** Steps from the start of one patch to the start of the next; default half a patch. */
  stride?: number
  /** Share of the units that training leaves out at random; default 0.2. */
  dropout?: number
}

export const patchLstmKind = networkKind<PatchLstmOptions, NetworkSettings & PatchLstmNetworkOptions>({
  name: 'patchLstm',
  summary: 'an LSTM over patches of the context',
  options: {
    ...windowFields,
    hiddenSize: whole({ min: 1, default: 128, help: 'units of each recurrent layer' }),
    layers: whole({ min: 1, default: 1, help: 'number of stacked recurrent layers' }),
    patch: whole({ min: 1, otherwise: 'a 20th of the context', help: 'steps of a patch' }),
    stride: whole({ min: 1, otherwise: 'half a patch', help: 'steps from one patch to the next' }),
    dropout: number({ min: 0, below: 1, default: 0.2, help: 'share of the units left out at random while training' }),
  },
  context: patchContext,
  build: patchLstmNetwork,
  tunes: (horizon) => ({
    hiddenSize: choice([64, 128, 256]),
    layers: choice([1, 1, 2]),
    dropout: uniform(0, 0.4),
    context: choice([undefined, 2 * horizon, 4 * horizon]),
  }),
  auto: [{}],
})

/**
 * An LSTM that reads patches of many steps instead of single steps. The whole horizon follows from its last state.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @see Kong et al. 2024, "Unlocking the power of LSTM for long term time series forecasting"; Nie et al. 2023, PatchTST
 * @example
 * const model = patchLstm({ horizon: 96, context: 336, patch: 16, stride: 8 })
 */
export const patchLstm = (options: PatchLstmOptions): NetworkForecaster => patchLstmKind.make(options)
