import type { DataFrame } from '../series/data_frame.ts'
import type { TableOptions } from '../series/table/table_options.ts'
import { prepare } from './prepare.ts'
import type { StepArguments, StepName } from './steps/index.ts'

/**
 * A step on its own: a DataFrame in, a DataFrame out.
 *
 * @param frame - is not changed
 * @param options - what its columns are for, as for {@link prepare}
 * @param args - what the step takes besides, as the method of {@link Pipeline} with its name
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

/**
 * {@link Pipeline.markMissing} on its own.
 *
 * @throws {GatecastError} as the method
 * @example
 * const clean = markMissing(frame, roles, [-200])
 */
export const markMissing = alone('markMissing')

/**
 * {@link Pipeline.regularise} on its own.
 *
 * @throws {GatecastError} as the method
 * @example
 * const regular = regularise(frame, roles)
 */
export const regularise = alone('regularise')

/**
 * {@link Pipeline.resample} on its own.
 *
 * @throws {GatecastError} as the method
 * @example
 * const weekly = resample(frame, roles, 'W-SUN', { aggregate: 'sum' })
 */
export const resample = alone('resample')

/**
 * {@link Pipeline.fill} on its own.
 *
 * @throws {GatecastError} as the method
 * @example
 * const full = fill(frame, roles, 'linear', { limit: 3 })
 */
export const fill = alone('fill')

/**
 * {@link Pipeline.calendar} on its own.
 *
 * @throws {GatecastError} as the method
 * @example
 * const dated = calendar(frame, roles, ['dayOfWeek', 'month'], { encoding: 'cyclic' })
 */
export const calendar = alone('calendar')

/**
 * {@link Pipeline.holidays} on its own.
 *
 * @throws {GatecastError} as the method
 * @example
 * const marked = holidays(frame, roles, ['2024-12-25', '2024-12-26'], { before: 1 })
 */
export const holidays = alone('holidays')

/**
 * {@link Pipeline.fourier} on its own.
 *
 * @throws {GatecastError} as the method
 * @example
 * const waves = fourier(frame, roles, 'week', { harmonics: 2 })
 */
export const fourier = alone('fourier')

/**
 * {@link Pipeline.lags} on its own.
 *
 * @throws {GatecastError} as the method
 * @example
 * const lagged = lags(frame, roles, [1, 7])
 */
export const lags = alone('lags')

/**
 * {@link Pipeline.shift} on its own.
 *
 * @throws {GatecastError} as the method
 * @example
 * const later = shift(frame, roles, 1, { columns: 'promo' })
 */
export const shift = alone('shift')

/**
 * {@link Pipeline.rolling} on its own.
 *
 * @throws {GatecastError} as the method
 * @example
 * const smooth = rolling(frame, roles, ['mean', 'std'], { window: 7 })
 */
export const rolling = alone('rolling')

/**
 * {@link Pipeline.expanding} on its own.
 *
 * @throws {GatecastError} as the method
 * @example
 * const soFar = expanding(frame, roles, 'max')
 */
export const expanding = alone('expanding')

/**
 * {@link Pipeline.difference} on its own.
 *
 * @throws {GatecastError} as the method
 * @example
 * const changes = difference(frame, roles, { lag: 7 })
 */
export const difference = alone('difference')

/**
 * {@link Pipeline.log} on its own.
 *
 * @throws {GatecastError} as the method
 * @example
 * const logarithms = log(frame, roles, { offset: 1 })
 */
export const log = alone('log')

/**
 * {@link Pipeline.boxCox} on its own.
 *
 * @throws {GatecastError} as the method
 * @example
 * const even = boxCox(frame, roles, { offset: 1 })
 */
export const boxCox = alone('boxCox')

/**
 * {@link Pipeline.scale} on its own.
 *
 * @throws {GatecastError} as the method
 * @example
 * const scaled = scale(frame, roles, 'standard', { per: 'series' })
 */
export const scale = alone('scale')

/**
 * {@link Pipeline.clip} on its own.
 *
 * @throws {GatecastError} as the method
 * @example
 * const positive = clip(frame, roles, { low: 0 })
 */
export const clip = alone('clip')

/**
 * {@link Pipeline.outliers} on its own.
 *
 * @throws {GatecastError} as the method
 * @example
 * const flagged = outliers(frame, roles, 'iqr', { action: 'flag' })
 */
export const outliers = alone('outliers')

/**
 * {@link Pipeline.oneHot} on its own.
 *
 * @throws {GatecastError} as the method
 * @example
 * const wide = oneHot(frame, { ...roles, known: ['weather'], categorical: ['weather'] }, { columns: 'weather' })
 */
export const oneHot = alone('oneHot')

/**
 * {@link Pipeline.ordinal} on its own.
 *
 * @throws {GatecastError} as the method
 * @example
 * const numbered = ordinal(frame, { ...roles, known: ['weather'], categorical: ['weather'] }, { columns: 'weather' })
 */
export const ordinal = alone('ordinal')
