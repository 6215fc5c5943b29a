import { number, whole } from '../../base/options/fields.ts'
import { type HierarchicalInterpolationOptions, hierarchicalInterpolation } from '../../models/index.ts'
import { type NetworkSettings, type WindowOptions, windowFields } from '../network/design/settings.ts'
import type { NetworkForecaster } from '../network/network_forecaster.ts'
import { networkKind } from '../network/network_kind.ts'
import { choice, uniform } from '../space.ts'

/** Options of {@link nHits}. */
export interface NHitsOptions extends WindowOptions {
  /** Units of each hidden layer; default 128. */
  hiddenSize?: number
  /** Number of stacks, each at a rate of its own: the first is the coarsest, the last works at every step; default 3. */
  stacks?: number
  /** Number of blocks of each stack; default 1. */
  blocks?: number
  /** Number of hidden layers of each block; default 2. */
  layers?: number
  /** Steps that the first stack pools to one, at most the context; default an eighth of the context, at most 16. */
  pooling?: number
  /** Steps of the horizon for each number that the first stack forecasts; default a quarter of the horizon. */
  rate?: number
  /** Share of the units that training leaves out at random; default 0. */
  dropout?: number
}

export const nHitsKind = networkKind<NHitsOptions, NetworkSettings & HierarchicalInterpolationOptions>({
  name: 'nHits',
  summary: 'dense blocks at several rates, whose forecasts are interpolated and added',
  options: {
    ...windowFields,
    hiddenSize: whole({ min: 1, default: 128, help: 'units of each hidden layer' }),
    stacks: whole({ min: 1, default: 3, help: 'number of stacks, from the coarsest to one at every step' }),
    blocks: whole({ min: 1, default: 1, help: 'number of blocks of each stack' }),
    layers: whole({ min: 1, default: 2, help: 'number of hidden layers of each block' }),
    pooling: whole({
      min: 1,
      otherwise: 'an eighth of the context, at most 16',
      help: 'steps that the first stack pools to one',
    }),
    rate: whole({
      min: 1,
      otherwise: 'a quarter of the horizon',
      help: 'steps of the horizon for each number that the first stack forecasts',
    }),
    dropout: number({ min: 0, below: 1, default: 0, help: 'share of the units left out at random while training' }),
  },
  defaults: { scaling: 'last' },
  training: { learningRate: 1e-3 },
  build: hierarchicalInterpolation,
  tunes: (horizon) => ({
    hiddenSize: choice([64, 128, 256]),
    blocks: choice([1, 1, 2]),
    dropout: uniform(0, 0.3),
    context: choice([undefined, 2 * horizon, 4 * horizon]),
  }),
  auto: [{}],
})

/**
 * N-HiTS: blocks of dense layers, each at a rate of its own. Coarse blocks forecast the slow parts with few numbers,
 * between which lines are drawn; fine blocks add the rest. Quick, and strong on long horizons.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @see Challu et al. 2023, "N-HiTS: neural hierarchical interpolation for time series forecasting"
 * @example
 * const model = nHits({ horizon: 96, context: 336, stacks: 3 })
 */
export const nHits = (options: NHitsOptions): NetworkForecaster => nHitsKind.make(options)
