import { type FieldsOf, flag, number, whole } from '../../../base/fields.ts'
import { type NetworkSettings, type WindowOptions, windowFields } from './settings.ts'

/** Options of recurrent networks. Those left out follow from the horizon and the panel of `fit`. */
export interface NetworkOptions extends WindowOptions {
  /** Units of each recurrent layer; default 64. */
  hiddenSize?: number
  /** Recurrent layers one above the other; default 1. */
  layers?: number
  /** Share of the units left out at random while training; default 0.2. */
  dropout?: number
  /**
   * Step by step, fed with its own draws, rather than the whole horizon at once. Needs a point output or a distribution.
   */
  recursive?: boolean
}

/** Settings of a recurrent network: its options, with their defaults. */
export type RecurrentSettings = NetworkSettings & Required<NetworkOptions>

const { horizon, context, output, scaling, ...others } = windowFields

/** The fields of {@link NetworkOptions}. Files of models hold settings in this order. */
export const recurrentFields: FieldsOf<NetworkOptions> = {
  horizon,
  context,
  hiddenSize: whole({ min: 1, default: 64, help: 'units of each recurrent layer' }),
  layers: whole({ min: 1, default: 1, help: 'recurrent layers one above the other' }),
  dropout: number({ min: 0, below: 1, default: 0.2, help: 'share of the units left out at random while training' }),
  output,
  scaling,
  recursive: flag({ default: false, help: 'step by step, fed with its own draws' }),
  ...others,
}
