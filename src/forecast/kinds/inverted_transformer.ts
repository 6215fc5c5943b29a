import { number, whole } from '../../base/options/fields.ts'
import {
  invertedTransformer as family,
  type InvertedTransformerOptions as InvertedTransformerNetworkOptions,
} from '../../models/index.ts'
import { checkHeads } from '../network/design/heads.ts'
import { type NetworkSettings, type WindowOptions, windowFields, withoutCalendar } from '../network/design/settings.ts'
import type { NetworkForecaster } from '../network/network_forecaster.ts'
import { mixingUses, networkKind } from '../network/network_kind.ts'
import { choice, uniform } from '../space.ts'

/** Options of {@link invertedTransformer}. */
export interface InvertedTransformerOptions extends WindowOptions {
  /** Calendar features that the network reads; default none, as in the paper. */
  calendar?: WindowOptions['calendar']
  /** Width of a token, a multiple of `heads`; default 128. */
  hiddenSize?: number
  /** Number of heads of the attention; default 4. */
  heads?: number
  /** Number of layers of the encoder; default 2. */
  layers?: number
  /** Units between the two dense layers after the attention; default 128. */
  feedForward?: number
  /** Share of the units that training leaves out at random; default 0.2. */
  dropout?: number
}

export const invertedTransformerKind = networkKind<
  InvertedTransformerOptions,
  NetworkSettings & InvertedTransformerNetworkOptions
>({
  name: 'invertedTransformer',
  summary: 'a Transformer whose tokens are whole series, which it mixes (iTransformer)',
  options: {
    ...windowFields,
    calendar: withoutCalendar,
    hiddenSize: whole({ min: 1, default: 128, help: 'width of a token, a multiple of heads' }),
    heads: whole({ min: 1, default: 4, help: 'number of heads of the attention' }),
    layers: whole({ min: 1, default: 2, help: 'number of layers of the encoder' }),
    feedForward: whole({ min: 1, default: 128, help: 'units between the dense layers after the attention' }),
    dropout: number({ min: 0, below: 1, default: 0.2, help: 'share of the units left out at random while training' }),
  },
  check: checkHeads,
  mixes: true,
  uses: mixingUses,
  build: family,
  training: { learningRate: 1e-3 },
  tunes: (horizon) => ({
    hiddenSize: choice([64, 128, 256]),
    layers: choice([1, 2, 3]),
    dropout: uniform(0, 0.4),
    context: choice([undefined, 2 * horizon, 4 * horizon]),
  }),
})

/**
 * iTransformer: the whole context of each series is a token, and attention relates the series to each other. It mixes
 * all series of a panel, or all targets of a series if the panel has several targets; these need the same times.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @see Liu, Hu, Zhang, Wu, Wang, Ma, Long 2024, "iTransformer: Inverted Transformers are effective for time series
 * forecasting", arXiv 2310.06625
 * @example
 * const model = invertedTransformer({ horizon: 24, context: 96 })
 */
export const invertedTransformer = (options: InvertedTransformerOptions): NetworkForecaster =>
  invertedTransformerKind.make(options)
