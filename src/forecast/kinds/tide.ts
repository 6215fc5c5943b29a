import { number, whole } from '../../base/options/fields.ts'
import { type DenseEncoderOptions, denseEncoder } from '../../models/index.ts'
import { type NetworkSettings, type WindowOptions, windowFields } from '../network/design/settings.ts'
import type { NetworkForecaster } from '../network/network_forecaster.ts'
import { networkKind } from '../network/network_kind.ts'
import { choice, uniform } from '../space.ts'

/** Options of {@link tide}. */
export interface TideOptions extends WindowOptions {
  /** Units of each hidden layer; default 128. */
  hiddenSize?: number
  /** Number of residual blocks of the encoder, and of the decoder; default 1. */
  layers?: number
  /** Features of each step that the decoder gives; default 8. */
  decoderSize?: number
  /** Features that the covariates of each step are projected to; default 4. */
  projection?: number
  /** Share of the units that training leaves out at random; default 0.1. */
  dropout?: number
}

export const tideKind = networkKind<TideOptions, NetworkSettings & DenseEncoderOptions>({
  name: 'tide',
  summary: 'a dense encoder and decoder that read covariates of every step',
  options: {
    ...windowFields,
    hiddenSize: whole({ min: 1, default: 128, help: 'units of each hidden layer' }),
    layers: whole({ min: 1, default: 1, help: 'number of residual blocks of the encoder, and of the decoder' }),
    decoderSize: whole({ min: 1, default: 8, help: 'features of each step that the decoder gives' }),
    projection: whole({ min: 1, default: 4, help: 'features that the covariates of each step are projected to' }),
    dropout: number({ min: 0, below: 1, default: 0.1, help: 'share of the units left out at random while training' }),
  },
  training: { learningRate: 1e-3 },
  build: denseEncoder,
  tunes: (horizon) => ({
    hiddenSize: choice([64, 128, 256]),
    layers: choice([1, 1, 2]),
    dropout: uniform(0, 0.4),
    context: choice([undefined, 2 * horizon, 4 * horizon]),
  }),
  auto: [{}],
  withCovariates: { fit: { calibrate: false } },
})

/**
 * TiDE: a dense encoder reads the context with its covariates, a dense decoder forecasts the horizon, and each step also
 * reads its own known covariates. Quick, and made for covariates that are known in the future.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @see Das et al. 2023, "Long-term forecasting with TiDE: time-series dense encoder"
 * @example
 * const model = tide({ horizon: 28, hiddenSize: 64 })
 */
export const tide = (options: TideOptions): NetworkForecaster => tideKind.make(options)
