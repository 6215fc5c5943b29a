import type { Frame } from '../frames/frame_types.ts'
import type { TableOptions } from '../series/table/table_options.ts'
import { prepare } from './prepare.ts'
import type { StepArguments, StepName } from './steps/index.ts'

/**
 * A step of a pipeline as a function: it takes a frame and returns a frame of the same kind. Tables of apache-arrow need
 * {@link Pipeline.toFrame}.
 *
 * @param frame - a frame as {@link prepare} takes it; it does not change
 * @param options - the roles of its columns, as for {@link prepare}
 * @param args - the arguments of the method of {@link Pipeline} with the same name
 */
export type FrameFunction<Name extends StepName> = <Given extends Frame>(
  frame: Given,
  options: TableOptions,
  ...args: StepArguments<Name>
) => Given

const asFunction =
  <Name extends StepName>(name: Name): FrameFunction<Name> =>
  (frame, options, ...args) => {
    const step = prepare(frame, options)
    return (step[name] as (...args: unknown[]) => typeof step).apply(step, args).toFrame()
  }

/**
 * {@link Pipeline.markMissing} as a function.
 *
 * @throws {GatecastError} the errors of the method
 * @example
 * const clean = markMissing(frame, roles, [-200])
 */
export const markMissing = asFunction('markMissing')

/**
 * {@link Pipeline.regularise} as a function.
 *
 * @throws {GatecastError} the errors of the method
 * @example
 * const regular = regularise(frame, roles)
 */
export const regularise = asFunction('regularise')

/**
 * {@link Pipeline.resample} as a function.
 *
 * @throws {GatecastError} the errors of the method
 * @example
 * const weekly = resample(frame, roles, 'W-SUN', { aggregate: 'sum' })
 */
export const resample = asFunction('resample')

/**
 * {@link Pipeline.fill} as a function.
 *
 * @throws {GatecastError} the errors of the method
 * @example
 * const full = fill(frame, roles, 'linear', { limit: 3 })
 */
export const fill = asFunction('fill')

/**
 * {@link Pipeline.calendar} as a function.
 *
 * @throws {GatecastError} the errors of the method
 * @example
 * const dated = calendar(frame, roles, ['dayOfWeek', 'month'], { encoding: 'cyclic' })
 */
export const calendar = asFunction('calendar')

/**
 * {@link Pipeline.holidays} as a function.
 *
 * @throws {GatecastError} the errors of the method
 * @example
 * const marked = holidays(frame, roles, ['2024-12-25', '2024-12-26'], { before: 1 })
 */
export const holidays = asFunction('holidays')

/**
 * {@link Pipeline.fourier} as a function.
 *
 * @throws {GatecastError} the errors of the method
 * @example
 * const waves = fourier(frame, roles, 'week', { harmonics: 2 })
 */
export const fourier = asFunction('fourier')

/**
 * {@link Pipeline.lags} as a function.
 *
 * @throws {GatecastError} the errors of the method
 * @example
 * const lagged = lags(frame, roles, [1, 7])
 */
export const lags = asFunction('lags')

/**
 * {@link Pipeline.shift} as a function.
 *
 * @throws {GatecastError} the errors of the method
 * @example
 * const later = shift(frame, roles, 1, { columns: 'promo' })
 */
export const shift = asFunction('shift')

/**
 * {@link Pipeline.rolling} as a function.
 *
 * @throws {GatecastError} the errors of the method
 * @example
 * const smooth = rolling(frame, roles, ['mean', 'std'], { window: 7 })
 */
export const rolling = asFunction('rolling')

/**
 * {@link Pipeline.expanding} as a function.
 *
 * @throws {GatecastError} the errors of the method
 * @example
 * const soFar = expanding(frame, roles, 'max')
 */
export const expanding = asFunction('expanding')

/**
 * {@link Pipeline.difference} as a function.
 *
 * @throws {GatecastError} the errors of the method
 * @example
 * const changes = difference(frame, roles, { lag: 7 })
 */
export const difference = asFunction('difference')

/**
 * {@link Pipeline.log} as a function.
 *
 * @throws {GatecastError} the errors of the method
 * @example
 * const logarithms = log(frame, roles, { offset: 1 })
 */
export const log = asFunction('log')

/**
 * {@link Pipeline.boxCox} as a function.
 *
 * @throws {GatecastError} the errors of the method
 * @example
 * const even = boxCox(frame, roles, { offset: 1 })
 */
export const boxCox = asFunction('boxCox')

/**
 * {@link Pipeline.scale} as a function.
 *
 * @throws {GatecastError} the errors of the method
 * @example
 * const scaled = scale(frame, roles, 'standard', { per: 'series' })
 */
export const scale = asFunction('scale')

/**
 * {@link Pipeline.clip} as a function.
 *
 * @throws {GatecastError} the errors of the method
 * @example
 * const positive = clip(frame, roles, { low: 0 })
 */
export const clip = asFunction('clip')

/**
 * {@link Pipeline.outliers} as a function.
 *
 * @throws {GatecastError} the errors of the method
 * @example
 * const flagged = outliers(frame, roles, 'iqr', { action: 'flag' })
 */
export const outliers = asFunction('outliers')

/**
 * {@link Pipeline.oneHot} as a function.
 *
 * @throws {GatecastError} the errors of the method
 * @example
 * const wide = oneHot(frame, { ...roles, known: ['weather'], categorical: ['weather'] }, { columns: 'weather' })
 */
export const oneHot = asFunction('oneHot')

/**
 * {@link Pipeline.ordinal} as a function.
 *
 * @throws {GatecastError} the errors of the method
 * @example
 * const numbered = ordinal(frame, { ...roles, known: ['weather'], categorical: ['weather'] }, { columns: 'weather' })
 */
export const ordinal = asFunction('ordinal')
