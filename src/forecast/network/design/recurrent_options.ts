import { type FieldsOf, flag, number, whole } from '../../../base/options/fields.ts'
import { type NetworkSettings, type WindowOptions, windowFields } from './settings.ts'

/** Options of recurrent networks. Options that are left out follow from the horizon and the panel of `fit`. */
export interface NetworkOptions extends WindowOptions {
  /** Number of units of each recurrent layer; default 64. */
  hiddenSize?: number
  /** Number of stacked recurrent layers; default 1. */
  layers?: number
  /** Share of the units that training leaves out at random; default 0.2. */
  dropout?: number
  /**
   * Whether the network predicts one step after another, and reads a sample of its own prediction as the value of the
   * step before, instead of predicting the whole horizon at once. It needs a point output or a distribution. Default
   * false.
   */
  recursive?: boolean
}

/** Settings of a recurrent network: its options with their defaults. */
export type RecurrentSettings = NetworkSettings & Required<NetworkOptions>

const { horizon, context, output, scaling, ...others } = windowFields

/** The fields of {@link NetworkOptions}. Files of models hold settings in this order. */
export const recurrentFields: FieldsOf<NetworkOptions> = {
  horizon,
  context,
  hiddenSize: whole({ min: 1, default: 64, help: 'units of each recurrent layer' }),
  layers: whole({ min: 1, default: 1, help: 'number of stacked recurrent layers' }),
  dropout: number({ min: 0, below: 1, default: 0.2, help: 'share of the units left out at random while training' }),
  output,
  scaling,
  recursive: flag({ default: false, help: 'whether the network predicts step by step and reads its own samples' }),
  ...others,
}
