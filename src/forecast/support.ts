// The values that the target can have. A forecast outside of them moves to the nearest one, the mean and every quantile.
// If the actual value is allowed, no forecast moves away from it: absolute, squared and pinball errors can only fall.
// Quantiles keep their order.
//
// The limits are options of each forecaster, so that its file, its copies, backtests, jobs and `auto` keep them. What
// is built around forecasters (ensembles, conformal intervals, streams) reads them from `support`.

import { shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import { type Field, type FieldsOf, flag } from '../base/options/fields.ts'
import type { Panel } from '../series/index.ts'
import type { Forecast } from './forecast.ts'

/** Limits of the target, for example for sales or shares. Forecasts outside of them move to the nearest limit. */
export interface SupportOptions {
  /** Whether the target is never below 0; default false. The same as `lower: 0`. */
  nonNegative?: boolean
  /** The smallest value that the target can have; default no limit. */
  lower?: number
  /** The largest value that the target can have; default no limit. */
  upper?: number
}

/** The values that a target can have: from `lower` to `upper`. */
export interface Support {
  /** The smallest value; absent without a limit. */
  readonly lower?: number
  /** The largest value; absent without a limit. */
  readonly upper?: number
}

const limit = (help: string): Field<number> => ({
  help,
  otherwise: 'no limit',
  schema: { type: 'number' },
  check(name, value) {
    if (typeof value === 'number' && Number.isFinite(value)) return value
    throw new GatecastError(
      typeof value === 'number' ? 'ERR_RANGE' : 'ERR_TYPE',
      `Expected ${name} to be a finite number, got ${shown(value)}`,
    )
  },
})

/** The fields of {@link SupportOptions}. Every kind of forecaster has them. */
export const supportFields: FieldsOf<SupportOptions> = {
  nonNegative: flag({ default: false, help: 'whether the target, and so every forecast, is 0 or more' }),
  lower: limit('smallest value of the target, and so of every forecast'),
  upper: limit('largest value of the target, and so of every forecast'),
}

/**
 * The limits that options give, checked.
 *
 * @returns `undefined` without a limit
 * @throws {GatecastError} `ERR_RANGE` if the limits leave no room between them
 */
export function supportOf(options: SupportOptions): Support | undefined {
  const { nonNegative, lower, upper } = options
  if (nonNegative && lower !== undefined && lower < 0)
    throw new GatecastError('ERR_RANGE', `Expected lower to be 0 or more with nonNegative: true, got ${lower}`)
  const least = lower ?? (nonNegative ? 0 : undefined)
  if (upper !== undefined && upper <= (least ?? Number.NEGATIVE_INFINITY))
    throw new GatecastError('ERR_RANGE', `Expected upper to be above ${least}, the lower limit, got ${upper}`)
  if (least === undefined && upper === undefined) return undefined
  return { ...(least === undefined ? {} : { lower: least }), ...(upper === undefined ? {} : { upper }) }
}

/** The limits that hold for an average of forecasts; `undefined` if one of them has none. */
export function commonSupport(supports: readonly (Support | undefined)[]): Support | undefined {
  const lowers = supports.map((support) => support?.lower ?? Number.NEGATIVE_INFINITY)
  const uppers = supports.map((support) => support?.upper ?? Number.POSITIVE_INFINITY)
  const [lower, upper] = [Math.min(...lowers), Math.max(...uppers)]
  if (!Number.isFinite(lower) && !Number.isFinite(upper)) return undefined
  return { ...(Number.isFinite(lower) ? { lower } : {}), ...(Number.isFinite(upper) ? { upper } : {}) }
}

/**
 * Moves means and quantiles that lie outside of the limits to the nearest limit, in place.
 *
 * @returns the forecast
 */
export function withinSupport<F extends Pick<Forecast, 'mean' | 'quantiles'>>(
  forecast: F,
  support: Support | undefined,
): F {
  if (!support) return forecast
  const { lower = Number.NEGATIVE_INFINITY, upper = Number.POSITIVE_INFINITY } = support
  for (const values of [forecast.mean, ...forecast.quantiles])
    for (let i = 0; i < values.length; i++)
      // NaN stays NaN: it is neither below nor above.
      if (values[i] < lower) values[i] = lower
      else if (values[i] > upper) values[i] = upper
  return forecast
}

/**
 * Checks that the histories lie within the limits: a value outside of them means that the limit or the value is wrong.
 *
 * @throws {GatecastError} `ERR_DATA` naming the series and the row
 */
export function checkWithin(panel: Panel, support: Support | undefined): void {
  if (!support) return
  const { lower = Number.NEGATIVE_INFINITY, upper = Number.POSITIVE_INFINITY } = support
  panel.ids.forEach((id, series) => {
    const history = panel.history(series)
    const row = history.findIndex((value) => value < lower || value > upper)
    if (row < 0) return
    const isLow = history[row] < lower
    throw new GatecastError(
      'ERR_DATA',
      `Expected values ${isLow ? `from ${lower}` : `up to ${upper}`} as the limits of the forecaster say, got ` +
        `${history[row]} in row ${row} of series "${id}". Use NaN for a wrong value, or another ` +
        (isLow ? 'lower' : 'upper'),
    )
  })
}
