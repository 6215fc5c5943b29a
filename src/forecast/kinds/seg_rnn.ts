import { number, whole } from '../../base/options/fields.ts'
import { type SegmentRnnOptions, segmentRnn } from '../../models/index.ts'
import { longContext } from '../network/design/design.ts'
import { type NetworkSettings, type WindowOptions, windowFields } from '../network/design/settings.ts'
import type { NetworkForecaster } from '../network/network_forecaster.ts'
import { networkKind } from '../network/network_kind.ts'
import { choice, uniform } from '../space.ts'

/** Options of {@link segRnn}. */
export interface SegRnnOptions extends WindowOptions {
  /** Number of units of the recurrent layer; default 128. */
  hiddenSize?: number
  /** Steps of a segment, at most the context; default about a 15th of the context, in whole seasons or parts of one. */
  segment?: number
  /** Share of the units that training leaves out at random; default 0.3. */
  dropout?: number
}

export const segRnnKind = networkKind<SegRnnOptions, NetworkSettings & SegmentRnnOptions>({
  name: 'segRnn',
  summary: 'a GRU over segments of the context, for long horizons',
  options: {
    ...windowFields,
    hiddenSize: whole({ min: 1, default: 128, help: 'units of the recurrent layer' }),
    segment: whole({
      min: 1,
      otherwise: 'a 15th of the context, in whole seasons or parts of one',
      help: 'steps of a segment',
    }),
    dropout: number({ min: 0, below: 1, default: 0.3, help: 'share of the units left out at random while training' }),
  },
  defaults: { scaling: 'last' },
  context: longContext,
  training: { learningRate: 1.5e-3 },
  build: segmentRnn,
  tunes: (horizon) => ({
    hiddenSize: choice([64, 128, 256]),
    dropout: uniform(0, 0.5),
    context: choice([undefined, 2 * horizon, 4 * horizon]),
  }),
  auto: [{}],
  autoOrder: 4,
})

/**
 * SegRNN: a recurrent layer reads the context in segments of many steps, and predicts all segments of the horizon at
 * once. It remembers further back than a network that reads step by step, at a fraction of the time.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @see Lin et al. 2023, "SegRNN: segment recurrent neural network for long-term time series forecasting"
 * @example
 * const model = segRnn({ horizon: 96, context: 720 })
 */
export const segRnn = (options: SegRnnOptions): NetworkForecaster => segRnnKind.make(options)
