import { number, whole } from '../../base/options/fields.ts'
import { type TemporalFusionOptions, temporalFusion } from '../../models/index.ts'
import { checkHeads } from '../network/design/heads.ts'
import { type NetworkSettings, type WindowOptions, windowFields } from '../network/design/settings.ts'
import type { NetworkForecaster } from '../network/network_forecaster.ts'
import { networkKind } from '../network/network_kind.ts'
import { choice, uniform } from '../space.ts'

/** Options of {@link tft}. */
export interface TftOptions extends WindowOptions {
  /** Width of all vectors inside, a multiple of `heads`; default 32. */
  hiddenSize?: number
  /** Number of heads of the attention; default 4. */
  heads?: number
  /** Share of the units that training leaves out at random; default 0.1. */
  dropout?: number
}

export const tftKind = networkKind<TftOptions, NetworkSettings & TemporalFusionOptions>({
  name: 'tft',
  summary: 'selects among covariates, then an LSTM and attention (Temporal Fusion Transformer)',
  options: {
    ...windowFields,
    hiddenSize: whole({ min: 1, default: 32, help: 'width of all vectors inside, a multiple of heads' }),
    heads: whole({ min: 1, default: 4, help: 'number of heads of the attention' }),
    dropout: number({ min: 0, below: 1, default: 0.1, help: 'share of the units left out at random while training' }),
  },
  check: checkHeads,
  build: temporalFusion,
  tunes: (horizon) => ({
    hiddenSize: choice([16, 32, 64]),
    dropout: uniform(0, 0.4),
    context: choice([undefined, 2 * horizon, 4 * horizon]),
  }),
})

/**
 * Temporal Fusion Transformer: gated networks choose at each step among the covariates, an LSTM reads the past and the
 * known future, and attention looks back at all steps before. Worth its time where covariates drive the target.
 * `variableWeights` of `gatecast/inspect` reads what it chooses.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @see Lim, Arik, Loeff, Pfister 2021, "Temporal Fusion Transformers for interpretable multi-horizon time series
 * forecasting"
 * @example
 * const model = tft({ horizon: 28, hiddenSize: 16 })
 */
export const tft = (options: TftOptions): NetworkForecaster => tftKind.make(options)
