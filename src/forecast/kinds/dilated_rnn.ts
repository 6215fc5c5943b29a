import { GatecastError } from '../../base/error.ts'
import { choice as choiceField, type Field, list, number, whole } from '../../base/options/fields.ts'
import { type DilatedRnnOptions as DilatedRnnNetworkOptions, dilatedRnnNetwork } from '../../models/index.ts'
import { type NetworkSettings, type WindowOptions, windowFields } from '../network/design/settings.ts'
import type { NetworkForecaster } from '../network/network_forecaster.ts'
import { networkKind } from '../network/network_kind.ts'
import { choice, uniform } from '../space.ts'

/** Options of {@link dilatedRnn}. */
export interface DilatedRnnOptions extends WindowOptions {
  /** The recurrent cell; default `'lstm'`. */
  cell?: 'rnn' | 'lstm' | 'gru'
  /** Number of units of each layer; default 64. */
  hiddenSize?: number
  /** Dilation of each layer, in steps; default `[1, 2, 4, 8]`. */
  dilations?: readonly number[]
  /** Share of the units that training leaves out at random; default 0.2. */
  dropout?: number
}

const steps = list({
  of: whole({ min: 1, help: 'steps' }),
  default: [1, 2, 4, 8],
  help: 'dilation of each layer, in steps',
})

/** The field of the dilations of stacked layers. */
export const dilationsField: Field<readonly number[]> = {
  ...steps,
  check(name, value) {
    const dilations = steps.check(name, value)
    if (dilations.length > 0) return dilations
    throw new GatecastError('ERR_RANGE', `Expected ${name} to have one number or more, got none`)
  },
}

export const dilatedRnnKind = networkKind<DilatedRnnOptions, NetworkSettings & DilatedRnnNetworkOptions>({
  name: 'dilatedRnn',
  summary: 'stacked recurrent layers whose states skip 1, 2, 4, 8 steps',
  options: {
    ...windowFields,
    cell: choiceField({ of: ['rnn', 'lstm', 'gru'], default: 'lstm', help: 'recurrent cell' }),
    hiddenSize: whole({ min: 1, default: 64, help: 'units of each layer' }),
    dilations: dilationsField,
    dropout: number({ min: 0, below: 1, default: 0.2, help: 'share of the units left out at random while training' }),
  },
  build: dilatedRnnNetwork,
  tunes: (horizon) => ({
    hiddenSize: choice([32, 64, 128]),
    dilations: choice([
      [1, 2, 4],
      [1, 2, 4, 8],
      [1, 3, 6, 12],
    ]),
    dropout: uniform(0, 0.4),
    context: choice([undefined, 2 * horizon, 4 * horizon]),
  }),
  auto: [{}],
})

/**
 * A dilated recurrent network: stacked layers, each of which reads its own state of 1, 2, 4, 8 steps before. Higher
 * layers remember further back, at the cost of one layer each.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @see Chang et al. 2017, "Dilated recurrent neural networks"
 * @example
 * const model = dilatedRnn({ horizon: 48, dilations: [1, 2, 4, 24] })
 */
export const dilatedRnn = (options: DilatedRnnOptions): NetworkForecaster => dilatedRnnKind.make(options)
