import { number, whole } from '../../base/options/fields.ts'
import { type CycleOptions, cycleNetwork } from '../../models/index.ts'
import { patchContext } from '../network/design/design.ts'
import { type NetworkSettings, type WindowOptions, windowFields } from '../network/design/settings.ts'
import type { NetworkForecaster } from '../network/network_forecaster.ts'
import { networkKind } from '../network/network_kind.ts'
import { choice } from '../space.ts'

/** Options of {@link cycleNet}. */
export interface CycleNetOptions extends WindowOptions {
  /** Number of steps in the cycle that the network learns; default the season of the frequency. */
  cycle?: number
  /** Units of a hidden layer between context and horizon; default 0, a linear map. */
  hiddenSize?: number
  /** Share of the hidden units that training leaves out at random; default 0. */
  dropout?: number
}

export const cycleNetKind = networkKind<CycleNetOptions, NetworkSettings & CycleOptions>({
  name: 'cycleNet',
  summary: 'a learned cycle, and a linear map or a perceptron of what remains',
  options: {
    ...windowFields,
    cycle: whole({
      min: 1,
      otherwise: 'the season of the frequency',
      help: 'steps in the cycle that the network learns',
    }),
    hiddenSize: whole({ min: 0, default: 0, help: 'units of a hidden layer; 0 for a linear map' }),
    dropout: number({
      min: 0,
      below: 1,
      default: 0,
      help: 'share of the hidden units left out at random while training',
    }),
  },
  context: patchContext,
  // The cycle holds what the calendar would tell.
  defaults: { calendar: false },
  cycles: true,
  training: { learningRate: 9e-3 },
  build: cycleNetwork,
  tunes: (horizon) => ({ hiddenSize: choice([0, 128, 512]), context: choice([undefined, 2 * horizon, 4 * horizon]) }),
  auto: [{}],
})

/**
 * CycleNet: a learned cycle is subtracted from the context and added to the forecast, and a linear map or a perceptron
 * forecasts what remains. Strong on long horizons with a stable daily or weekly cycle, and trained in seconds.
 *
 * The place in the cycle follows from the time of a row, so it survives cuts and gaps. Each series of `fit` has a cycle
 * of its own beside a common one; other series have the common one.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @see Lin et al. 2024, "CycleNet: enhancing time series forecasting through modeling periodic patterns"
 * @example
 * const model = cycleNet({ horizon: 96, context: 336, cycle: 24 })
 */
export const cycleNet = (options: CycleNetOptions): NetworkForecaster => cycleNetKind.make(options)
