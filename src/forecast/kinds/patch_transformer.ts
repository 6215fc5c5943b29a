import { number, whole } from '../../base/options/fields.ts'
import {
  patchTransformer as family,
  type PatchTransformerOptions as PatchTransformerNetworkOptions,
} from '../../models/index.ts'
import { checkHeads } from '../network/design/heads.ts'
import { type NetworkSettings, type WindowOptions, windowFields, withoutCalendar } from '../network/design/settings.ts'
import type { NetworkForecaster } from '../network/network_forecaster.ts'
import { networkKind } from '../network/network_kind.ts'
import { choice, uniform } from '../space.ts'

/** Options of {@link patchTransformer}. */
export interface PatchTransformerOptions extends WindowOptions {
  /** Calendar features that the network reads; default none, as in the paper. */
  calendar?: WindowOptions['calendar']
  /** Steps of a patch; default 16, or a quarter of a context that is shorter than 64 steps. */
  patch?: number
  /** Steps from one patch to the next; default half a patch. */
  stride?: number
  /** Width of a token, a multiple of `heads`; default 16. */
  hiddenSize?: number
  /** Number of heads of the attention; default 4. */
  heads?: number
  /** Number of layers of the encoder; default 3. */
  layers?: number
  /** Units between the two dense layers after the attention; default 128. */
  feedForward?: number
  /** Share of the units that training leaves out at random; default 0.3. */
  dropout?: number
}

export const patchTransformerKind = networkKind<
  PatchTransformerOptions,
  NetworkSettings & PatchTransformerNetworkOptions
>({
  name: 'patchTransformer',
  summary: 'a Transformer whose tokens are patches of the context (PatchTST)',
  options: {
    ...windowFields,
    context: { ...windowFields.context, otherwise: 'two to fourteen seasons, at least two horizons' },
    calendar: withoutCalendar,
    patch: whole({ min: 1, otherwise: '16, or a quarter of a context below 64 steps', help: 'steps of a patch' }),
    stride: whole({ min: 1, otherwise: 'half a patch', help: 'steps from one patch to the next' }),
    hiddenSize: whole({ min: 1, default: 16, help: 'width of a token, a multiple of heads' }),
    heads: whole({ min: 1, default: 4, help: 'number of heads of the attention' }),
    layers: whole({ min: 1, default: 3, help: 'number of layers of the encoder' }),
    feedForward: whole({ min: 1, default: 128, help: 'units between the dense layers after the attention' }),
    dropout: number({ min: 0, below: 1, default: 0.3, help: 'share of the units left out at random while training' }),
  },
  check: checkHeads,
  // Two weeks of hours. Patches make a long context cheap, and the paper finds that errors fall with it (figure 2).
  context: { usual: 336, seasons: 14, longest: 512 },
  build: family,
  training: { learningRate: 4.5e-3 },
  tunes: (horizon) => ({
    hiddenSize: choice([16, 32, 64]),
    dropout: uniform(0, 0.4),
    context: choice([undefined, 2 * horizon, 4 * horizon]),
  }),
})

/**
 * PatchTST: the context is cut into patches, and a Transformer's encoder relates them. Each series is forecast from its
 * own context. Strong on long horizons, if the history holds thousands of rows.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @see Nie, Nguyen, Sinthong, Kalagnanam 2023, "A time series is worth 64 words", arXiv 2211.14730
 * @example
 * const model = patchTransformer({ horizon: 96, context: 336 })
 */
export const patchTransformer = (options: PatchTransformerOptions): NetworkForecaster =>
  patchTransformerKind.make(options)
