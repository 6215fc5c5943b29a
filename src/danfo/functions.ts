import type { DataFrame } from '../series/data_frame.ts'
import type { TableOptions } from '../series/table/options.ts'
import { prepare } from './prepare.ts'
import type { StepArguments, StepName } from './steps/index.ts'

/**
 * A step on its own: a DataFrame in, a DataFrame out.
 *
 * @param frame - is not changed
 * @param options - what its columns are for, as for {@link prepare}
 */
export type FrameFunction<Name extends StepName> = (
  frame: DataFrame,
  options: TableOptions,
  ...args: StepArguments<Name>
) => DataFrame

const alone =
  <Name extends StepName>(name: Name): FrameFunction<Name> =>
  (frame, options, ...args) => {
    const step = prepare(frame, options)
    return (step[name] as (...args: unknown[]) => typeof step).apply(step, args).toFrame()
  }

export const markMissing = alone('markMissing')
export const regularise = alone('regularise')
export const resample = alone('resample')
export const fill = alone('fill')
export const calendar = alone('calendar')
export const holidays = alone('holidays')
export const fourier = alone('fourier')
export const lags = alone('lags')
export const shift = alone('shift')
export const rolling = alone('rolling')
export const expanding = alone('expanding')
export const difference = alone('difference')
export const log = alone('log')
export const boxCox = alone('boxCox')
export const scale = alone('scale')
export const clip = alone('clip')
export const outliers = alone('outliers')
export const oneHot = alone('oneHot')
export const ordinal = alone('ordinal')
