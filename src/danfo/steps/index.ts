import { calendarStep, fourierStep, holidaysStep } from './calendar.ts'
import { differenceStep } from './difference.ts'
import { oneHotStep, ordinalStep } from './encode.ts'
import { clipStep, outliersStep } from './outliers.ts'
import { boxCoxStep, logStep } from './power.ts'
import { scaleStep } from './scale.ts'
import { fillStep, markMissingStep, regulariseStep, resampleStep } from './shape.ts'
import { expandingStep, lagsStep, rollingStep, shiftStep } from './windows.ts'

/** The steps of a pipeline by name. JSON and the methods of a pipeline use the same names. */
export const steps = {
  markMissing: markMissingStep,
  regularise: regulariseStep,
  resample: resampleStep,
  fill: fillStep,
  calendar: calendarStep,
  holidays: holidaysStep,
  fourier: fourierStep,
  lags: lagsStep,
  shift: shiftStep,
  rolling: rollingStep,
  expanding: expandingStep,
  difference: differenceStep,
  log: logStep,
  boxCox: boxCoxStep,
  scale: scaleStep,
  clip: clipStep,
  outliers: outliersStep,
  oneHot: oneHotStep,
  ordinal: ordinalStep,
}

export type StepName = keyof typeof steps

/** The parameters of a step, which are those of its method. */
export type StepArguments<Name extends StepName> = (typeof steps)[Name] extends {
  apply(table: never, state: never, ...args: infer Arguments): unknown
}
  ? Arguments
  : never
